import { html } from "htm/preact";
import { LOCALES, locale, t, wordsFor } from "../i18n.js";
import { changeLanguage } from "../store/session.js";
import { say } from "../store/toasts.js";

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
            onClick=${() => choose(one)}
          >
            ${NAMES[one]}
          </button>
        `,
      )}
    </div>
  `;
}

function choose(language) {
  changeLanguage(language).catch(() => say(wordsFor("OFFLINE"), { tone: "bad" }));
}
