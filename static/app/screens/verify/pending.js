import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { resendVerification, revise, user } from "../../store/session.js";
import { say } from "../../store/toasts.js";

/** The other half of the verification happens in one's mail; a lost mail can be sent again. */
export function EmailPending() {
  const { run, busy, refusal } = useAction(async () => {
    await resendVerification();
    say(t("verify_email.sent"), { tone: "good" });
  });
  const letting = useAction(() => revise({ email: user.value.email }));
  const { email, new_email: wanted, email_verified: proven } = user.value;
  if (proven && !wanted) return null;
  return html`
    <div class="note">
      <${Icon} name="mail" />
      <div>
        <p>${wanted ? t("verify_email.changing", { email: wanted, old: email }) : t("verify_email.pending", { email })}</p>
        <${Refused} refusal=${refusal ?? letting.refusal} />
        <${Button} kind="plain" busy=${busy} onClick=${() => run()}>${t("verify_email.resend")}<//>
        ${wanted && html`<${Button} kind="quiet" busy=${letting.busy} onClick=${() => letting.run()}>${t("verify_email.keep")}<//>`}
      </div>
    </div>
  `;
}

/** On screens that need a verified person: what is missing, and where it is done. */
export function VerificationNote() {
  const { email_verified: mail, phone_verified: phone } = user.value;
  if (mail && phone) return null;
  return html`
    <div class="note note--amber" data-testid="verification-note">
      <${Icon} name="warning" />
      <div>
        <strong>${t("verification.title")}</strong>
        <p>${t(mail ? "verification.phone" : phone ? "verification.email" : "verification.both")}</p>
        <a class="button button--plain" href=${phone ? "/account" : "/verify-phone"}>${t(phone ? "account.verify" : "verify_phone.title")}</a>
      </div>
    </div>
  `;
}
