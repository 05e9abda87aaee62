import { html } from "htm/preact";
import { time } from "../../format.js";
import { Icon } from "../../parts/icon.js";
import { user } from "../../store/session.js";
import { wordsOfEvent } from "../../store/words.js";
import { ContactCard } from "./contact-card.js";
import { LOOKS, PLAIN } from "./looks.js";
import { PaymentActions, PaymentFacts } from "./payment-parts.js";
import { Photo } from "../../parts/photo.js";

/** Something that happened, as a card; a kind that this client doesn't know is one plain line. */
export function EventCard({ row, conversation, payments }) {
  const { event } = row;
  const { role } = user.value;
  const look = LOOKS[event.kind] ?? PLAIN;
  const fact = wordsOfEvent(event, role);
  if (look === PLAIN) return html`<li class="event-line"><span>${fact}</span> <time>${time(row.created_at)}</time></li>`;
  const payment = payments.get(event.payment_request_id);
  const why = wordsOfEvent(event, role, ".why");
  return html`
    <li class="event event--${look.tone}" data-testid="event" data-kind=${event.kind}>
      <span class="event__icon"><${Icon} name=${look.icon} size=${22} /></span>
      <div class="event__body">
        <p class="event__fact">${fact}</p>
        ${event.kind === "payment.requested" && html`<${PaymentFacts} payment=${payment ?? event} />`}
        ${event.kind === "contact.revealed" && role === "worker" && html`<${ContactCard} contact=${conversation.contact} />`}
        ${why && html`<p class="event__why">${why}</p>`}
        <${CompletionPhotos} media=${event.media} />
        ${payment && payment.lastSeq === row.seq && html`<${PaymentActions} payment=${payment} role=${role} />`}
        <time class="event__time" datetime=${row.created_at}>${time(row.created_at)}</time>
      </div>
    </li>
  `;
}

function CompletionPhotos({ media }) {
  if (!media?.length) return null;
  return html`<div class="event__photos">
    ${media.map((one) => html`<${Photo} key=${one.id ?? one.url} address=${one.url} alt="" />`)}
  </div>`;
}
