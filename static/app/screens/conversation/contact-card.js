import { html } from "htm/preact";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";

export function whatsAppAddress(phone) {
  return `https://wa.me/${phone.replace(/\D/g, "")}`;
}

function mapAddress(address) {
  return `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(address)}`;
}

/** Everything that the reveal gave: to call, to write, to find the door. */
export function ContactCard({ contact }) {
  if (!contact?.full_name) return null;
  const address = [contact.address, contact.zip_code].filter(Boolean).join(", ");
  return html`
    <dl class="contact" data-testid="contact-card">
      <${Line} icon="person" label=${t("person.full_name")} text=${contact.full_name} />
      <${Line} icon="phone" label=${t("contact.phone")} text=${phone(contact.phone)} link=${`tel:${contact.phone}`} />
      <${Line} icon="mail" label=${t("person.email")} text=${contact.email} link=${`mailto:${contact.email}`} />
      <${Line} icon="pin" label=${t("contact.address")} text=${address} link=${mapAddress(address)} outside />
    </dl>
  `;
}

function Line({ icon, label, text, link = null, outside = false }) {
  if (!text) return null;
  const elsewhere = outside ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return html`
    <div class="contact__line">
      <dt><${Icon} name=${icon} /><span class="unseen">${label}</span></dt>
      <dd>
        <span>${link ? html`<a href=${link} ...${elsewhere}>${text}</a>` : text}</span>
        <copy-text value=${text}>
          <button class="icon-button" type="button" aria-label=${t("action.copy", { what: label })}>
            <${Icon} name="copy" size=${18} />
          </button>
        </copy-text>
      </dd>
    </div>
  `;
}
