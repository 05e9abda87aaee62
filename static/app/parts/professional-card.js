import { html } from "htm/preact";
import { money, number } from "../format.js";
import { t } from "../i18n.js";
import { Avatar, Icon } from "./icon.js";
import { Stars } from "./stars.js";

/** A professional as a client chooses them: who, how good, where, how much. */
export function ProfessionalCard({ worker, children = null }) {
  const name = worker.full_name;
  return html`
    <article class="card pro" data-testid="professional-card">
      <${Avatar} name=${name} url=${worker.profile_image_url} size=${56} />
      <div class="pro__body">
        <h2><a href="/professionals/${worker.id}">${name}</a></h2>
        <p class="pro__facts"><${Rating} worker=${worker} /> <${Paused} worker=${worker} /></p>
        ${worker.description && html`<p class="pro__text">${worker.description}</p>`}
        <${ZonesLine} zones=${worker.service_areas} />
        <${Prices} services=${worker.services ?? []} most=${2} />
        <${Snippets} reviews=${worker.recent_reviews ?? []} />
        ${children && html`<div class="pro__foot">${children}</div>`}
      </div>
    </article>
  `;
}

export function Rating({ worker }) {
  const count = worker.review_count ?? 0;
  if (!count) return html`<span class="chip-state"><${Icon} name="star" size=${16} />${t("pro.new")}</span>`;
  const rating = number(worker.rating, 1);
  return html`<span class="chip-state"><${Icon} name="star" size=${16} />${t("pro.rating", { rating, count })}</span>`;
}

/** What the last two clients said, in short. */
function Snippets({ reviews }) {
  return reviews.map(
    (review) => html`<p class="snippet" key=${review.id}><span><${Stars} value=${review.overall_rating} size=${14} /> <b>${review.title}</b></span> ${review.text}</p>`,
  );
}

export function Paused({ worker }) {
  if (!worker.is_paused) return null;
  return html`<span class="chip-state chip-state--wait"><${Icon} name="pause" size=${16} />${t("pro.paused")}</span>`;
}

export function Prices({ services, most = Infinity }) {
  if (!services.length) return null;
  return html`
    <ul class="prices">
      ${services.slice(0, most).map(
        (service) => html`
          <li key=${service.id}>
            <span>${service.name}</span>
            <strong>${priceOf(service)}</strong>
          </li>
        `,
      )}
    </ul>
  `;
}

export function priceOf({ pricing_type: type, price_amount: amount }) {
  return t(`price.${type}`, { amount: money(amount, { short: true }) });
}

function ZonesLine({ zones }) {
  const shown = zones.slice(0, 3).join(", ");
  const more = zones.length - 3;
  return html`
    <p class="pro__where">
      <${Icon} name="pin" size=${16} /> <span>${more > 0 ? t("pro.zones_more", { zones: shown, count: more }) : shown}</span>
    </p>
  `;
}
