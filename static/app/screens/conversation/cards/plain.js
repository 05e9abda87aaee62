import { html } from "htm/preact";
import { PaymentFacts } from "../../../parts/payment-facts.js";
import { ContactCard } from "../contact-card.js";

/** What is asked for, all its costs. */
export function Bill({ event, payment }) {
  return html`<${PaymentFacts} payment=${payment ?? event} />`;
}

export function Revealed({ conversation, reader }) {
  return reader.role === "worker" ? html`<${ContactCard} contact=${conversation.contact} />` : null;
}
