import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n.js";
import { back } from "../router.js";
import { Icon } from "./icon.js";

/** A screen with its title; `up` is where the arrow leads when there is no way back. */
export function Page({ title, up = null, aside = null, narrow = false, children }) {
  useEffect(() => {
    document.title = `${title} · TrustMe`;
  }, [title]);
  return html`
    <main class="page ${narrow ? "page--narrow" : ""}">
      <header class="page__head">
        ${up &&
        html`<button class="icon-button" type="button" aria-label=${t("action.back")} onClick=${() => back(up)}>
          <${Icon} name="back" size=${24} />
        </button>`}
        <h1>${title}</h1>
        ${aside}
      </header>
      ${children}
    </main>
  `;
}
