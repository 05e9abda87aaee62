import { html } from "htm/preact";
import { date, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { user } from "../../store/session.js";
import { isRevealed } from "../../store/words.js";
import { ContactCard } from "./contact-card.js";

/** The right column of a large screen: who, what, where, by when. */
export default function Facts({ conversation }) {
  const { lead } = conversation;
  const worker = user.value.role === "worker";
  return html`
    <div class="facts-column">
      ${worker &&
      html`<section class="card">
        <h2>${t("contact.title")}</h2>
        ${isRevealed(conversation)
          ? html`<${ContactCard} contact=${conversation.contact} />`
          : html`<p class="note"><${Icon} name="lock" /> <span>${t("contact.hidden_why")}</span></p>`}
      </section>`}
      ${lead && html`<${LeadFacts} lead=${lead} worker=${worker} />`}
    </div>
  `;
}

function LeadFacts({ lead, worker }) {
  const budget = [lead.budget_min, lead.budget_max].filter(Boolean).map((one) => money(one, { short: true }));
  return html`
    <section class="card">
      <h2>${lead.title}</h2>
      <p>${lead.description}</p>
      <ul class="facts">
        ${lead.location_zone && html`<li class="facts__row"><${Icon} name="pin" />${lead.location_zone}</li>`}
        ${lead.deadline && html`<li class="facts__row"><${Icon} name="calendar" />${date(lead.deadline)}</li>`}
        ${budget.length > 0 && html`<li class="facts__row"><${Icon} name="money" />${budget.join(" – ")}</li>`}
      </ul>
      <a href=${worker ? `/leads/${lead.id}` : `/requests/${lead.id}`}>${t("conversation.see_request")}</a>
    </section>
  `;
}
