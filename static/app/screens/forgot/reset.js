import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Doorway } from "../../parts/doorway.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { say } from "../../store/toasts.js";
import { PasswordField } from "../sign-up/password.js";

export default function Reset({ token, query }) {
  const password = useSignal("");
  const { run, busy, refusal } = useAction(async (body) => {
    await post(`/api/auth/reset-password/${encodeURIComponent(token ?? query.token ?? "")}`, body);
    say(t("reset.done"), { tone: "good" });
    go("/sign-in", { replace: true });
  });
  const submit = (event) => {
    event.preventDefault();
    run({ password: password.value });
  };
  return html`
    <${Doorway} title=${t("reset.title")} text=${t("reset.text")}>
      <form class="form" onSubmit=${submit}>
        <${PasswordField}
          label=${t("reset.password")}
          autocomplete="new-password"
          required
          value=${password.value}
          onInput=${(event) => (password.value = event.target.value)}
        />
        <${Refused} refusal=${refusal}><a href="/forgot-password">${t("reset.again")}</a><//>
        <${Button} type="submit" wide busy=${busy}>${t("reset.action")}<//>
      </form>
    <//>
  `;
}
