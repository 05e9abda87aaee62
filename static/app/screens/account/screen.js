import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { LanguageSwitch } from "../../parts/language.js";
import { Bell } from "../../parts/bell.js";
import { Page } from "../../parts/page.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { refreshUser, signOut, user } from "../../store/session.js";
import { Alerts } from "./alerts.js";
import { Contact } from "./contact.js";
import { Face } from "./face.js";
import { Places } from "./places.js";

export default function Account() {
  const person = user.value;
  useLoad(refreshUser);
  const leaving = useAction(async () => {
    const gone = signOut();
    go("/", { replace: true });
    await gone;
  });
  return html`
    <${Page} title=${t("account.title")} aside=${html`<${Bell} />`} narrow>
      <${Face} />
      <${Contact} />
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
