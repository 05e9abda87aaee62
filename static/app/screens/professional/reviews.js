import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { number } from "../../format.js";
import { t } from "../../i18n.js";
import { Field } from "../../parts/field.js";
import { Pages } from "../../parts/pages.js";
import { Stars } from "../../parts/stars.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { reviewsOf, SORTS, SUB_RATINGS } from "../../store/reviews.js";
import { ReviewCard } from "./review-card.js";

/** All reviews of a professional, the bad ones too. */
export function Reviews({ workerId }) {
  const sort = useSignal(SORTS[0]);
  const ask = (cursor = null) => reviewsOf(workerId, { sort: sort.value, cursor });
  const load = useLoad(ask, [workerId, sort.value]);
  const choose = (event) => (sort.value = event.target.value);
  const orders = SORTS.map((value) => ({ value, text: t(`reviews.sort.${value}`) }));
  const count = load.data?.summary.review_count ?? 0;
  return html`
    <section class="card reviews" aria-label=${t("reviews.title")}>
      <h2>${t("reviews.title")}</h2>
      ${load.data && html`<${Summary} summary=${load.data.summary} />`}
      ${count > 1 && html`<${Field} label=${t("reviews.sort")} options=${orders} value=${sort.value} onChange=${choose} />`}
      <${Loaded} load=${load} rows=${2}>
        ${load.data && html`<${Pages} name="reviews" first=${load.data} ask=${ask} text=${t("reviews.more")}>${({ items }) => html`
          <ul class="reviews__list">
            ${items.map((review) => html`<li key=${review.id} data-id=${review.id}><${ReviewCard} review=${review} onChange=${load.reload} /></li>`)}
          </ul>
        `}<//>`}
      <//>
    </section>
  `;
}

function Summary({ summary }) {
  if (!summary.review_count) return html`<p class="quiet">${t("reviews.none")}</p>`;
  const parts = SUB_RATINGS.filter((name) => summary[`${name}_rating`]);
  return html`
    <p class="reviews__figure">
      <strong>${number(summary.rating, 1)}</strong> <${Stars} value=${Math.round(summary.rating)} />
      <span>${t("reviews.recommended", { percent: summary.recommended_percent })}</span>
    </p>
    ${parts.length > 0 &&
    html`<ul class="facts">
      ${parts.map((name) => html`<li key=${name} class="facts__row"><span>${t(`review.rating.${name}`)}</span> <strong>${number(summary[`${name}_rating`], 1)}</strong></li>`)}
    </ul>`}
  `;
}
