import { html } from "htm/preact";
import { t } from "../../../i18n.js";
import { Button } from "../../../parts/button.js";
import { canSettle } from "../../../store/progress.js";
import { Outcome } from "../../dispute/outcome.js";
import { open } from "../asked.js";

/** A handyman's reason reads otherwise than a client's. */
export function DisputeReason({ event, reader }) {
  const raiser = (reader.role === "client") === reader.mine ? "client" : "worker";
  return html`<p>${t(`dispute.type.${event.dispute_type}.${raiser}`)} <span class="reference">${event.reference_number}</span></p>`;
}

/** What this side can do about it: tell theirs, or settle without support. */
export function DisputeDoor({ event, payment, reader, isOver }) {
  const isOpen = !isOver && payment?.dispute?.id === event.dispute_id;
  const waitsForYou = isOpen && !reader.mine && !payment.dispute.answered;
  return html`
    <div class="event__actions">
      <a class="button ${waitsForYou ? "button--main" : "button--plain"}" href="/disputes/${event.dispute_id}">
        ${t(waitsForYou ? "dispute.answer" : "dispute.see")}
      </a>
      ${isOpen && canSettle(payment) && html`<${Button} kind="plain" onClick=${() => open("settle", payment)}>${t("settle.open")}<//>`}
    </div>
  `;
}

export function DisputeLink({ event }) {
  return html`<p><a href="/disputes/${event.dispute_id}">${t("dispute.see")} <span class="reference">${event.reference_number}</span></a></p>`;
}

export function DisputeResolved({ event, payment, reader }) {
  return html`
    <${Outcome} decision=${event} amount=${payment?.amount ?? event.amount} role=${reader.role} name=${reader.name} />
    <${DisputeLink} event=${event} />
  `;
}
