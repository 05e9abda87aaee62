import { html } from "htm/preact";
import { t } from "../i18n.js";
import { dismiss, toasts } from "../store/toasts.js";
import { Icon } from "./icon.js";

const ICONS = { plain: "info", good: "check", bad: "warning" };

export function Toasts() {
  return html`
    <div class="toasts" role="status" aria-live="polite">
      ${toasts.value.map(
        (toast) => html`
          <div class="toast toast--${toast.tone}" key=${toast.id}>
            <${Icon} name=${ICONS[toast.tone]} />
            ${toast.link ? html`<a href=${toast.link}>${toast.text}</a>` : html`<span>${toast.text}</span>`}
            <button class="icon-button" type="button" aria-label=${t("action.close")} onClick=${() => dismiss(toast.id)}>
              <${Icon} name="close" size=${16} />
            </button>
          </div>
        `,
      )}
    </div>
  `;
}
