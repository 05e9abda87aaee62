import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Later } from "../../parts/states.js";
import { user } from "../../store/session.js";
import { EmailPending } from "../verify/pending.js";

const CHANGE = () => import("./change.js");

/** Who one is and where one is reached, each with a pencil. */
export function Contact() {
  const changing = useSignal(null);
  const person = user.value;
  const change = (what) => (changing.value = what);
  return html`
    <section class="card">
      <h2>${t("account.contact")}</h2>
      <ul class="facts">
        <${Fact} what="full_name" icon="person" text=${person.full_name} onChange=${change} />
        <${Fact} what="email" icon="mail" text=${person.email} done=${person.email_verified} onChange=${change} />
        ${person.phone &&
        html`<${Fact} what="phone" icon="phone" text=${phone(person.phone)} done=${person.phone_verified} onChange=${change}>
          <a class="button button--plain" href="/verify-phone">${t("account.verify")}</a>
        <//>`}
      </ul>
      <${EmailPending} />
      ${changing.value && html`<${Later} load=${CHANGE} key=${changing.value} what=${changing.value} onClose=${() => change(null)} />`}
    </section>
  `;
}

function Fact({ what, icon, text, done = null, onChange, children = null }) {
  return html`
    <li class="facts__row">
      <${Icon} name=${icon} />
      <span class="rows__text"><small>${t(`account.${what}`)}</small> ${text} <${State} done=${done} /></span>
      ${done === false && children}
      <button class="icon-button" type="button" aria-label=${t(`change.${what}`)} onClick=${() => onChange(what)}>
        <${Icon} name="pencil" />
      </button>
    </li>
  `;
}

function State({ done }) {
  if (done === null) return null;
  return html`
    <span>
      <span class="chip-state chip-state--${done ? "good" : "wait"}">
        <${Icon} name=${done ? "check" : "clock"} size=${16} />${t(done ? "account.verified" : "account.unverified")}
      </span>
    </span>
  `;
}
