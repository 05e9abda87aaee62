import { html } from "htm/preact";
import { time } from "../../format.js";
import { Icon } from "../../parts/icon.js";
import { Later } from "../../parts/states.js";
import { user } from "../../store/session.js";
import { readerOf, wordsOfEvent } from "../../store/words.js";

const BESIDE = () => import("./beside.js");

/** How each kind of event looks; one that is missing here is a plain line. */
export const LOOKS = {
  "lead.purchased": { icon: "key", tone: "brand" },
  "contact.revealed": { icon: "unlock", tone: "brand" },
  "lead.refund_reminder": { icon: "clock", tone: "amber" },
  "lead.refunded": { icon: "undo", tone: "plain" },
  "payment.requested": { icon: "bill", tone: "amber" },
  "payment.pending": { icon: "clock", tone: "plain" },
  "payment.declined": { icon: "close", tone: "plain" },
  "payment.cancelled": { icon: "close", tone: "plain" },
  "payment.expired": { icon: "clock", tone: "plain" },
  "payment.paid": { icon: "shield", tone: "good" },
  "service.marked_complete": { icon: "flag", tone: "amber" },
  "service.confirmed": { icon: "check", tone: "good" },
  "service.presumed_complete": { icon: "check", tone: "brand" },
  "service.reminded": { icon: "clock", tone: "plain" },
  "service.asked": { icon: "clock", tone: "plain" },
  "service.overdue": { icon: "warning", tone: "amber" },
  "escrow.released": { icon: "money", tone: "good" },
  "escrow.refunded": { icon: "undo", tone: "plain" },
  "escrow.paused": { icon: "warning", tone: "amber" },
  "escrow.resumed": { icon: "clock", tone: "plain" },
  "payment.decided": { icon: "check", tone: "brand" },
  "settlement.proposed": { icon: "bill", tone: "amber" },
  "settlement.accepted": { icon: "check", tone: "brand" },
  "settlement.declined": { icon: "close", tone: "plain" },
  "settlement.withdrawn": { icon: "close", tone: "plain" },
  "settlement.expired": { icon: "clock", tone: "plain" },
  "chargeback.opened": { icon: "warning", tone: "bad" },
  "chargeback.closed": { icon: "info", tone: "plain" },
  "dispute.opened": { icon: "warning", tone: "bad" },
  "dispute.answered": { icon: "chat", tone: "plain" },
  "dispute.evidence_asked": { icon: "file", tone: "amber" },
  "dispute.call_proposed": { icon: "clock", tone: "amber" },
  "dispute.resolved": { icon: "check", tone: "brand" },
  "dispute.reopened": { icon: "warning", tone: "bad" },
  "dispute.escalated": { icon: "warning", tone: "amber" },
  "review.left": { icon: "star", tone: "brand" },
  "support.joined": { icon: "person", tone: "brand" },
  "support.left": { icon: "person", tone: "plain" },
  "booking.created": { icon: "calendar", tone: "brand" },
  "booking.confirmed": { icon: "calendar", tone: "good" },
  "booking.rescheduled": { icon: "calendar", tone: "amber" },
  "booking.cancelled": { icon: "calendar", tone: "plain" },
};

/** What asks for something, or warns, is calm once it is over. */
const PASSING = ["amber", "bad"];

/** Something that happened: its fact at once, what follows from it as soon as that is there; an unknown kind is one plain line. */
export function EventCard({ row, conversation }) {
  const look = LOOKS[row.event.kind];
  if (!look) return html`<${Line} row=${row} conversation=${conversation} />`;
  const waiting = html`<${Card} row=${row} conversation=${conversation} look=${look} isCalm />`;
  return html`<${Later} load=${BESIDE} part="Happened" row=${row} conversation=${conversation} waiting=${waiting} />`;
}

export function Card({ row, conversation, look, isCalm, children }) {
  return html`
    <li class="event event--${isCalm && PASSING.includes(look.tone) ? "plain" : look.tone}" data-testid="event" data-kind=${row.event.kind}>
      <span class="event__icon"><${Icon} name=${look.icon} size=${22} /></span>
      <div class="event__body">
        <p class="event__fact">${factOf(row, conversation)}</p>
        ${children}
        <time class="event__time" datetime=${row.created_at}>${time(row.created_at)}</time>
      </div>
    </li>
  `;
}

function Line({ row, conversation }) {
  const { event, created_at: at } = row;
  const fact = factOf(row, conversation);
  return html`
    <li class="event-line" data-testid="event" data-kind=${event.kind}>
      <span>${event.dispute_id ? html`<a href="/disputes/${event.dispute_id}">${fact}</a>` : fact}</span> <time datetime=${at}>${time(at)}</time>
    </li>
  `;
}

function factOf(row, conversation) {
  return wordsOfEvent(row.event, readerOf(conversation, row, user.value));
}
