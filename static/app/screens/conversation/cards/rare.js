/** What few conversations come to, fetched by those that do. */
export { Agreed } from "./agreed.js";
export { DisputeDoor, DisputeLink, DisputeReason, DisputeResolved } from "./dispute.js";
export { OfferAnswers } from "./offer.js";
export { Refunded } from "./refunded.js";
