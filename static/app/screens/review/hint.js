import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { dismissHint, hintIn } from "../../store/reviews.js";

/** A line above the search, never in its way. */
export function ReviewHint({ answer }) {
  const gone = useSignal(false);
  const hint = hintIn(answer);
  if (!hint || gone.value) return null;
  const dismiss = () => {
    dismissHint(hint);
    gone.value = true;
  };
  return html`
    <aside class="card review-hint" aria-label=${t("review.action")}>
      <p>${t("review.hint", { name: hint.worker_name })}</p>
      <a class="button button--plain" href="/review/${hint.payment_request_id}"><${Icon} name="star" /><span>${t("review.action")}</span></a>
      <button class="icon-button" type="button" aria-label=${t("review.hint_later")} onClick=${dismiss}><${Icon} name="close" /></button>
    </aside>
  `;
}
