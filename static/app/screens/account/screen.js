import { html } from "htm/preact";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { LanguageSwitch } from "../../parts/language.js";
import { Bell } from "../../parts/bell.js";
import { Page } from "../../parts/page.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { refreshUser, signOut, user } from "../../store/session.js";
import { Alerts } from "./alerts.js";
import { EmailPending } from "../verify/pending.js";
import { Face } from "./face.js";
import { Places } from "./places.js";

export default function Account() {
  const person = user.value;
  useLoad(refreshUser);
  const leaving = useAction(async () => {
    await signOut();
    go("/", { replace: true });
  });
  return html`
    <${Page} title=${t("account.title")} aside=${html`<${Bell} />`} narrow>
      <${Face} />
      <section class="card">
        <h2>${t("account.contact")}</h2>
        <ul class="facts">
          <${Fact} icon="mail" text=${person.email} done=${person.email_verified} />
          ${person.phone && html`<${Fact} icon="phone" text=${phone(person.phone)} done=${person.phone_verified} path="/verify-phone" />`}
        </ul>
        <${EmailPending} />
      </section>
      <${Places} role=${person.role} />
      <${Alerts} />
      <section class="card">
        <h2>${t("language.label")}</h2>
        <${LanguageSwitch} />
      </section>
      <${Button} kind="plain" icon="out" wide busy=${leaving.busy} onClick=${() => leaving.run()}>${t("account.sign_out")}<//>
    <//>
  `;
}

function Fact({ icon, text, done, path = null }) {
  return html`
    <li class="facts__row">
      <${Icon} name=${icon} />
      <span class="facts__text">${text}</span>
      <span class="chip-state chip-state--${done ? "good" : "wait"}">
        <${Icon} name=${done ? "check" : "clock"} size=${16} />${t(done ? "account.verified" : "account.unverified")}
      </span>
      ${!done && path && html`<a class="button button--plain" href=${path}>${t("account.verify")}</a>`}
    </li>
  `;
}
