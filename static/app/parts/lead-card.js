import { html } from "htm/preact";
import { briefly } from "../format.js";
import { t } from "../i18n.js";
import { BuyButton } from "./buy-button.js";
import { Icon } from "./icon.js";
import { LeadFacts, LeadPhotos } from "./lead-facts.js";

/** A request as a handyman sees it before buying: everything about the work, nothing about the person. */
export function LeadCard({ lead, whole = false }) {
  return html`
    <article class="card lead-card" data-testid="lead-card">
      <header>
        <h2>${whole ? lead.title : html`<a href="/leads/${lead.id}">${lead.title}</a>`}</h2>
        <time class="quiet" datetime=${lead.created_at}>${briefly(lead.created_at)}</time>
      </header>
      <p class=${whole ? "" : "lead-card__text"}>${lead.description}</p>
      <${LeadPhotos} lead=${lead} />
      <${LeadFacts} lead=${lead} />
      <p class="lead-card__others"><${Icon} name="people" size=${18} /> ${othersOf(lead)} · ${clientOf(lead)}</p>
      <${BuyButton} lead=${lead} />
    </article>
  `;
}

function othersOf(lead) {
  const count = lead.other_recipients ?? 0;
  return count ? t("lead.others", { count }) : t("lead.only_you");
}

/** Numbers only: a client who is not revealed has no name, no words, no face. */
function clientOf(lead) {
  const { is_new: isNew = true, jobs_paid: count = 0 } = lead.client ?? {};
  if (isNew) return t("lead.client_new");
  return count ? t("lead.client_returning", { count }) : t("lead.client_unpaid");
}
