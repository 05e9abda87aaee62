import { html } from "htm/preact";
import { LOCALES, locale, t } from "../i18n.js";
import { changeLanguage } from "../store/session.js";

const NAMES = { "es-MX": "Español", en: "English" };

export function LanguageSwitch() {
  return html`
    <div class="language" role="group" aria-label=${t("language.label")}>
      ${LOCALES.map(
        (one) => html`
          <button
            key=${one}
            class="language__one"
            type="button"
            lang=${one}
            aria-pressed=${one === locale.value}
            onClick=${() => changeLanguage(one)}
          >
            ${NAMES[one]}
          </button>
        `,
      )}
    </div>
  `;
}
