import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { day } from "../../format.js";
import { t } from "../../i18n.js";
import { Photo } from "../../parts/photo.js";
import { Stars } from "../../parts/stars.js";
import { SUB_RATINGS } from "../../store/reviews.js";
import { user } from "../../store/session.js";
import { FlagDialog, Respond } from "./review-actions.js";

export function ReviewCard({ review, onChange }) {
  const mayRespond = user.value?.id === review.worker_id && !review.worker_response;
  return html`
    <article class="review" data-testid="review">
      <p class="review__head">
        <${Stars} value=${review.overall_rating} />
        <span>${review.client_name ?? t("reviews.anonymous")}</span>
        <time datetime=${review.created_at}>${day(review.created_at)}</time>
      </p>
      <h3>${review.title}</h3>
      <p class="review__text">${review.description}</p>
      <${Marks} review=${review} />
      ${review.media.length > 0 &&
      html`<div class="event__photos">
        ${review.media.map((one) => html`<${Photo} key=${one.id} address=${one.url} isReady=${one.state === "ready"} alt=${t("reviews.photo")} />`)}
      </div>`}
      ${review.worker_response && html`<blockquote class="review__response"><b>${t("reviews.response")}</b><p>${review.worker_response}</p></blockquote>`}
      ${mayRespond && html`<${Respond} review=${review} onDone=${onChange} />`}
      ${user.value && html`<${Report} review=${review} />`}
    </article>
  `;
}

function Marks({ review }) {
  const given = SUB_RATINGS.filter((name) => review[`${name}_rating`]);
  const marks = ["would_recommend", "would_hire_again"].filter((name) => review[name]);
  return html`
    <ul class="review__marks">
      ${marks.map((name) => html`<li key=${name}>${t(`reviews.${name}`)}</li>`)}
      ${given.map((name) => html`<li key=${name}>${t(`review.rating.${name}`)} ${review[`${name}_rating`]}/5</li>`)}
      ${review.was_disputed && html`<li>${t("reviews.was_disputed")}</li>`}
    </ul>
  `;
}

function Report({ review }) {
  const open = useSignal(false);
  return html`
    <button class="button button--quiet review__report" type="button" onClick=${() => (open.value = true)}>${t("reviews.report")}</button>
    ${open.value && html`<${FlagDialog} review=${review} onClose=${() => (open.value = false)} />`}
  `;
}
