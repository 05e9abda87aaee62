import { Completion } from "./cards/completion.js";
import { DisputeDoor, DisputeLink, DisputeReason, DisputeResolved } from "./cards/dispute.js";
import { OfferAnswers } from "./cards/offer.js";
import { Agreed } from "./cards/agreed.js";
import { Bill, Refunded, Revealed } from "./cards/plain.js";

/** What a kind of event's card shows between what happened and what follows from it. */
export const BODIES = {
  "contact.revealed": Revealed,
  "lead.refunded": Refunded,
  "payment.requested": Bill,
  "service.marked_complete": Completion,
  "service.confirmed": Completion,
  "settlement.proposed": Agreed,
  "settlement.accepted": Agreed,
  "payment.decided": Agreed,
  "dispute.opened": DisputeReason,
  "dispute.answered": DisputeLink,
  "dispute.escalated": DisputeLink,
  "dispute.evidence_asked": DisputeLink,
  "dispute.call_proposed": DisputeLink,
  "dispute.reopened": DisputeLink,
  "dispute.resolved": DisputeResolved,
};

/** What it can be answered with, under everything that it says. */
export const DOORS = {
  "settlement.proposed": OfferAnswers,
  "dispute.opened": DisputeDoor,
};
