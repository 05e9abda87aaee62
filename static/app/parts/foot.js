import { html } from "htm/preact";
import { t } from "../i18n.js";

const PAGES = ["privacy", "terms", "cookies"];

/** What everybody may read, signed in or not. */
export function Foot() {
  return html`
    <footer class="foot">
      <a href="/help">${t("help.title")}</a>
      ${PAGES.map((name) => html`<a key=${name} href="/legal/${name}">${t(`legal.${name}`)}</a>`)}
    </footer>
  `;
}
