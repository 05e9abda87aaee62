import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { user } from "../../store/session.js";

/** The other half of the verification happens in one's mail. */
export function EmailPending() {
  if (user.value.email_verified) return null;
  return html`
    <p class="note">
      <${Icon} name="mail" /> <span>${t("verify_email.pending", { email: user.value.email })}</span>
    </p>
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
        ${!phone && html`<a class="button button--plain" href="/verify-phone">${t("verify_phone.title")}</a>`}
      </div>
    </div>
  `;
}
