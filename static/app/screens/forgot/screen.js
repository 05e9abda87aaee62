import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Doorway } from "../../parts/doorway.js";
import { Field } from "../../parts/field.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";

export default function Forgot() {
  const email = useSignal("");
  const sent = useSignal(false);
  const { run, busy, refusal } = useAction(async (body) => {
    await post("/api/auth/forgot-password", body);
    sent.value = true;
  });
  const submit = (event) => {
    event.preventDefault();
    run({ email: email.value.trim() });
  };
  if (sent.value) {
    return html`
      <${Doorway} title=${t("forgot.sent")} text=${t("forgot.sent_text", { email: email.value })}>
        <a class="button button--plain button--wide" href="/sign-in">${t("sign_in.action")}</a>
      <//>
    `;
  }
  return html`
    <${Doorway} title=${t("forgot.title")} text=${t("forgot.text")}>
      <form class="form" onSubmit=${submit}>
        <${Field}
          label=${t("person.email")}
          type="email"
          autocomplete="username"
          required
          value=${email.value}
          onInput=${(event) => (email.value = event.target.value)}
        />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy}>${t("forgot.action")}<//>
        <p class="form__foot"><a href="/sign-in">${t("action.cancel")}</a></p>
      </form>
    <//>
  `;
}
