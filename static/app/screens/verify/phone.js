import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Field } from "../../parts/field.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go, homeOf } from "../../router.js";
import { refreshUser, user } from "../../store/session.js";
import { say } from "../../store/toasts.js";
import { EmailPending } from "./pending.js";

export default function VerifyPhone() {
  const sent = useSignal(false);
  const sending = useAction(async (body, key) => {
    await post("/api/auth/verify-phone", body, { key });
    sent.value = true;
  });
  return html`
    <${Page} title=${t("verify_phone.title")} up="/account" narrow>
      <p class="lead-text">${t("verify_phone.text", { phone: phone(user.value.phone) })}</p>
      ${sent.value && html`<${CodeForm} />`}
      <${Refused} refusal=${sending.refusal} />
      <${Button} kind=${sent.value ? "plain" : "main"} wide busy=${sending.busy} onClick=${() => sending.run({})}>
        ${t(sent.value ? "verify_phone.again" : "verify_phone.send")}
      <//>
      <${EmailPending} />
      <p class="form__foot"><a href=${homeOf(user.value.role)}>${t("action.later")}</a></p>
    <//>
  `;
}

function CodeForm() {
  const code = useSignal("");
  const { run, busy, refusal } = useAction(async (body) => {
    await post("/api/auth/verify-phone/confirm", body);
    await refreshUser();
    say(t("verify_phone.done"), { tone: "good" });
    go(user.value.email_verified ? homeOf(user.value.role) : "/account", { replace: true });
  });
  const submit = (event) => {
    event.preventDefault();
    run({ code: code.value.trim() });
  };
  return html`
    <form class="form" onSubmit=${submit}>
      <${Field}
        label=${t("verify_phone.code")}
        hint=${t("verify_phone.code_hint")}
        class="code-input"
        inputmode="numeric"
        autocomplete="one-time-code"
        pattern="[0-9]{6}"
        maxlength="6"
        required
        value=${code.value}
        onInput=${(event) => (code.value = event.target.value)}
      />
      <${Refused} refusal=${refusal} />
      <${Button} type="submit" wide busy=${busy}>${t("verify_phone.confirm")}<//>
    </form>
  `;
}
