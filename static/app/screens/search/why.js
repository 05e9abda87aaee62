import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useId } from "preact/hooks";
import { number } from "../../format.js";
import { knows, t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";

/** What brought this professional here, in words; how much each fact weighs is nobody's business (RANK-12). */
export function Why({ worker, wanted }) {
  const open = useSignal(false);
  const id = useId();
  const reasons = (worker.reasons ?? []).filter((code) => knows(`why.${code}`));
  if (!reasons.length) return null;
  return html`
    <button class="why" type="button" aria-expanded=${String(open.value)} aria-controls=${id} onClick=${() => (open.value = !open.value)}>
      <span>${t("search.why")}<span class="unseen">: ${worker.full_name}</span></span>
      <${Icon} name=${open.value ? "up" : "down"} size=${16} />
    </button>
    <div class="why__told" id=${id} hidden=${!open.value}>
      <ul>
        ${reasons.map((code) => html`<li key=${code}><${Icon} name="check" size=${16} /><span>${sentence(code, worker, wanted)}</span></li>`)}
      </ul>
      <a href="/help">${t("search.why_more")}</a>
    </div>
  `;
}

function sentence(code, worker, { service, category, zone, day }) {
  return t(`why.${code}`, {
    service,
    category,
    zone,
    day: day && t(`week.${day}`),
    rating: number(worker.rating, 1),
    count: worker.review_count,
    percent: worker.recommended_percent,
  });
}
