import { html } from "htm/preact";
import { isOver } from "../../store/progress.js";
import { paymentsOf } from "../../store/payments.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { readerOf, wordsOfEvent } from "../../store/words.js";
import { BODIES, DOORS } from "./cards.js";
import { CardDeadline, deadlineOn } from "./deadlines.js";
import { Card, LOOKS } from "./event-card.js";
import { PaymentActions } from "./payment-actions.js";

/** The whole card of what happened: its fact, what it means for money and time, and what can be done about it. */
export function Happened({ row, conversation }) {
  const { event } = row;
  const { role } = user.value;
  const reader = readerOf(conversation, row, user.value);
  const payment = paymentsOf(conversation.id, timelineOf(conversation.id).rows).get(event.payment_request_id);
  const past = payment !== undefined && isOver(payment, row);
  const deadline = past ? null : deadlineOn(conversation, row);
  const [Body, Door] = [BODIES[event.kind], DOORS[event.kind]];
  const facts = { event, payment, conversation, reader, isOver: past };
  return html`
    <${Card} row=${row} conversation=${conversation} look=${LOOKS[event.kind]} isCalm=${past}>
      ${Body && html`<${Body} ...${facts} />`}
      ${!past && html`<${Why} event=${event} reader=${reader} deadline=${deadline} />`}
      <${CardDeadline} deadline=${deadline} role=${role} />
      ${Door && html`<${Door} ...${facts} />`}
      ${payment && payment.lastSeq === row.seq && html`<${PaymentActions} payment=${payment} role=${role} />`}
    <//>
  `;
}

/** What follows from it; a countdown to it says the same better. */
function Why({ event, reader, deadline }) {
  const why = wordsOfEvent(event, reader, "why");
  if (!why || (deadline && event.kind.startsWith("service."))) return null;
  return html`<p class="event__why">${why}</p>`;
}
