import { html } from "htm/preact";
import { Agreed } from "./agreed.js";
import { DisputeDoor, DisputeLink, DisputeReason, DisputeResolved } from "./dispute.js";
import { OfferAnswers } from "./offer.js";
import { Refunded } from "./refunded.js";

const PARTS = { Agreed, DisputeDoor, DisputeLink, DisputeReason, DisputeResolved, OfferAnswers, Refunded };

/** What few conversations come to, fetched by those that do. */
export default function Rare({ part, ...facts }) {
  return html`<${PARTS[part]} ...${facts} />`;
}
