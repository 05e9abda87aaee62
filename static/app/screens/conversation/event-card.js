import { html } from "htm/preact";
import { time } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { user } from "../../store/session.js";
import { wordsOfEvent } from "../../store/words.js";
import { otherName } from "../inbox/facts.js";
import { AfterRefund } from "./after-refund.js";
import { ContactCard } from "./contact-card.js";
import { LOOKS, PLAIN } from "./looks.js";
import { PaymentActions, PaymentFacts } from "./payment-parts.js";
import { Photo } from "../../parts/photo.js";

/** Something that happened, as a card; a kind that this client doesn't know is one plain line. */
export function EventCard({ row, conversation, payments }) {
  const { event } = row;
  const { role } = user.value;
  const look = LOOKS[event.kind] ?? PLAIN;
  const reader = { role, name: otherName(conversation) };
  const fact = wordsOfEvent(event, reader);
  if (look === PLAIN) return html`<li class="event-line"><span>${fact}</span> <time>${time(row.created_at)}</time></li>`;
  const payment = payments.get(event.payment_request_id);
  const isOver = payment !== undefined && payment.lastSeq !== row.seq;
  const why = !isOver && wordsOfEvent(event, reader, "why");
  return html`
    <li class="event event--${isOver && look.tone === "amber" ? "plain" : look.tone}" data-testid="event" data-kind=${event.kind}>
      <span class="event__icon"><${Icon} name=${look.icon} size=${22} /></span>
      <div class="event__body">
        <p class="event__fact">${fact}</p>
        ${event.kind === "payment.requested" && html`<${PaymentFacts} payment=${payment ?? event} />`}
        ${event.kind === "contact.revealed" && role === "worker" && html`<${ContactCard} contact=${conversation.contact} />`}
        ${why && html`<p class="event__why">${why}</p>`}
        <${CompletionPhotos} photos=${event.photos} />
        ${event.kind === "lead.refunded" && role === "worker" && html`<${AfterRefund} leadId=${conversation.lead_id} />`}
        ${payment && payment.lastSeq === row.seq && html`<${PaymentActions} payment=${payment} role=${role} />`}
        <time class="event__time" datetime=${row.created_at}>${time(row.created_at)}</time>
      </div>
    </li>
  `;
}

function CompletionPhotos({ photos }) {
  if (!photos?.length) return null;
  return html`<div class="event__photos">
    ${photos.map((one) => html`<${Photo} key=${one.id ?? one.url} address=${one.url} isReady=${one.state === "ready"} alt=${t("complete.photo")} />`)}
  </div>`;
}
