import { html } from "htm/preact";
import { Later } from "../../parts/states.js";
import { Completion } from "./cards/completion.js";
import { Bill, Revealed } from "./cards/plain.js";

const RARE = () => import("./cards/rare.js");
const rare = (part) => (facts) => html`<${Later} load=${RARE} part=${part} ...${facts} />`;

/** What a kind of event's card shows between what happened and what follows from it. */
export const BODIES = {
  "contact.revealed": Revealed,
  "lead.refunded": rare("Refunded"),
  "payment.requested": Bill,
  "service.marked_complete": Completion,
  "service.confirmed": Completion,
  "settlement.proposed": rare("Agreed"),
  "settlement.accepted": rare("Agreed"),
  "payment.decided": rare("Agreed"),
  "dispute.opened": rare("DisputeReason"),
  "dispute.answered": rare("DisputeLink"),
  "dispute.escalated": rare("DisputeLink"),
  "dispute.evidence_asked": rare("DisputeLink"),
  "dispute.call_proposed": rare("DisputeLink"),
  "dispute.reopened": rare("DisputeLink"),
  "dispute.resolved": rare("DisputeResolved"),
};

/** What it can be answered with, under everything that it says. */
export const DOORS = {
  "settlement.proposed": rare("OfferAnswers"),
  "dispute.opened": rare("DisputeDoor"),
};
