import { html } from "htm/preact";
import { time } from "../../format.js";
import { Icon } from "../../parts/icon.js";
import { isOver } from "../../store/progress.js";
import { user } from "../../store/session.js";
import { wordsOfEvent } from "../../store/words.js";
import { readerOf } from "../inbox/facts.js";
import { BODIES, DOORS } from "./cards.js";
import { CardDeadline, deadlineOn } from "./deadlines.js";
import { LOOKS, PLAIN } from "./looks.js";
import { PaymentActions } from "./payment-actions.js";

/** What asks for something, or warns, is calm once it is over. */
const PASSING = ["amber", "bad"];

/** Something that happened, as a card; a kind that this client doesn't know is one plain line. */
export function EventCard({ row, conversation, payments }) {
  const { event } = row;
  const { role } = user.value;
  const look = LOOKS[event.kind] ?? PLAIN;
  const reader = readerOf(conversation, row, user.value);
  const fact = wordsOfEvent(event, reader);
  if (look === PLAIN) return html`<${Line} row=${row} fact=${fact} />`;
  const payment = payments.get(event.payment_request_id);
  const past = payment !== undefined && isOver(payment, row);
  const deadline = past ? null : deadlineOn(conversation, row);
  const [Body, Door] = [BODIES[event.kind], DOORS[event.kind]];
  const facts = { event, payment, conversation, reader, isOver: past };
  return html`
    <li class="event event--${past && PASSING.includes(look.tone) ? "plain" : look.tone}" data-testid="event" data-kind=${event.kind}>
      <span class="event__icon"><${Icon} name=${look.icon} size=${22} /></span>
      <div class="event__body">
        <p class="event__fact">${fact}</p>
        ${Body && html`<${Body} ...${facts} />`}
        ${!past && html`<${Why} event=${event} reader=${reader} deadline=${deadline} />`}
        <${CardDeadline} deadline=${deadline} role=${role} />
        ${Door && html`<${Door} ...${facts} />`}
        ${payment && payment.lastSeq === row.seq && html`<${PaymentActions} payment=${payment} role=${role} />`}
        <time class="event__time" datetime=${row.created_at}>${time(row.created_at)}</time>
      </div>
    </li>
  `;
}

function Line({ row: { event, created_at: at }, fact }) {
  return html`
    <li class="event-line" data-testid="event" data-kind=${event.kind}>
      <span>${event.dispute_id ? html`<a href="/disputes/${event.dispute_id}">${fact}</a>` : fact}</span> <time datetime=${at}>${time(at)}</time>
    </li>
  `;
}

/** What follows from it; a countdown to it says the same better. */
function Why({ event, reader, deadline }) {
  const why = wordsOfEvent(event, reader, "why");
  if (!why || (deadline && event.kind.startsWith("service."))) return null;
  return html`<p class="event__why">${why}</p>`;
}
