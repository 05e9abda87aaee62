import { html } from "htm/preact";
import { t, wordsFor } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { outbox } from "../../store/sending.js";

/** Words are never lost: they stay with why they were not taken, one way to try again and one to let go. */
export function Unsent({ row }) {
  return html`
    <div class="bubble__unsent" role="alert">
      <p><${Icon} name="warning" size=${16} /> ${wordsFor(row.code)}</p>
      <${Button} kind="quiet" onClick=${() => outbox.retry(row.key)}>${t("action.retry")}<//>
      <${Button} kind="quiet" onClick=${() => outbox.discard(row.key)}>${t("message.discard")}<//>
    </div>
  `;
}
