/** How far a payment has come, by the kind of row that said so. @type {Record<string, string>} */
const STEPS = {
  "payment.requested": "requested",
  "payment.pending": "pending",
  "payment.declined": "declined",
  "payment.cancelled": "cancelled",
  "payment.expired": "expired",
  "payment.paid": "paid",
  "service.marked_complete": "marked",
  "service.confirmed": "confirmed",
  "service.presumed_complete": "confirmed",
  "escrow.released": "released",
  "escrow.refunded": "refunded",
};

/** Rows that don't move it and yet are where one looks for what to do now. */
const TURNS = [
  ...["service.reminded", "service.asked", "service.overdue"],
  ...["dispute.opened", "dispute.reopened", "dispute.resolved"],
  ...["chargeback.opened", "chargeback.closed", "escrow.paused", "escrow.resumed"],
];

/** @type {Record<string, string>} */
const STAGES = {
  pending: "requested",
  declined: "declined",
  cancelled: "cancelled",
  expired: "expired",
  released: "released",
  split: "released",
  refunded: "refunded",
};

/** Money that is held: it can be reported and split. */
const HELD = ["paid", "marked", "confirmed"];

/**
 * What happens beside its progress: a report and a bank freeze it, a suspension stops its clocks, a proposal waits.
 * @type {Record<string, (payment: Payment, facts: Facts, row: Row) => Facts>}
 */
const BESIDE = {
  "dispute.opened": (_, facts, row) => ({ dispute: { id: facts.dispute_id, type: facts.dispute_type, by: row.sender_id, answered: false } }),
  "dispute.reopened": (_, facts) => ({ dispute: { id: facts.dispute_id } }),
  "dispute.answered": ({ dispute }) => ({ dispute: dispute && { ...dispute, answered: true } }),
  "dispute.resolved": (_, facts) => ({ dispute: null, ...(facts.resolution_type === "redo" && { step: "paid", confirmed: false }) }),
  "settlement.proposed": (_, facts, row) => ({ offer: { id: facts.settlement_id, by: row.sender_id } }),
  "settlement.accepted": () => ({ offer: null, dispute: null }),
  "settlement.declined": () => ({ offer: null }),
  "settlement.withdrawn": () => ({ offer: null }),
  "settlement.expired": () => ({ offer: null }),
  "chargeback.opened": () => ({ chargeback: true }),
  "chargeback.closed": () => ({ chargeback: false }),
  "escrow.paused": () => ({ paused: true }),
  "escrow.resumed": () => ({ paused: false }),
  "escrow.released": () => ({ offer: null, dispute: null }),
  "escrow.refunded": () => ({ offer: null, dispute: null }),
};

/**
 * As the server tells it, for what rows further up would have said.
 * @param {Payment} payment
 */
export function asTold(payment) {
  const { escrow, stage } = payment;
  const isHeld = escrow?.status === "held";
  const dispute = isHeld && escrow.dispute_id ? { id: escrow.dispute_id } : null;
  return withState({
    ...payment,
    step: isHeld ? stepOfHold(escrow) : STAGES[stage],
    confirmed: Boolean(escrow?.completion_confirmed_at),
    dispute,
    chargeback: stage === "disputed" && !dispute,
    paused: isHeld && Boolean(escrow.paused_at),
  });
}

/** @param {Payment} payment @param {EventRow} row @returns {Payment} */
export function reduce(payment, row) {
  const { kind, ...facts } = row.event;
  const step = STEPS[kind] ?? payment.step;
  const confirmed = payment.confirmed || step === "confirmed";
  const isTurn = kind in STEPS || TURNS.includes(kind);
  const lastSeq = isTurn ? row.seq : payment.lastSeq;
  return withState({ ...payment, ...own(kind, facts), step, confirmed, lastSeq, ...BESIDE[kind]?.(payment, facts, row) });
}

/** @param {Payment} payment */
export function isHeld(payment) {
  return HELD.includes(payment.step);
}

/**
 * Whether both can still agree on a split: until the bank has taken it away, we look at an account, or it has ended.
 * @param {Payment} payment
 */
export function canSettle(payment) {
  return isHeld(payment) && !payment.chargeback && !payment.paused;
}

/** @param {Payment} payment */
export function canReport(payment) {
  return isHeld(payment) && !payment.chargeback && !payment.dispute;
}

/**
 * Whether what a row says has been overtaken by a later one; where the money went stays so.
 * @param {Payment} payment @param {EventRow} given
 */
export function isOver(payment, { seq, event }) {
  if (["escrow.released", "escrow.refunded", "dispute.resolved"].includes(event.kind)) return false;
  if (event.kind === "settlement.proposed") return payment.offer?.id !== event.settlement_id;
  if (event.dispute_id) return payment.dispute?.id !== event.dispute_id;
  return payment.lastSeq !== seq;
}

/**
 * What this side may do with it now, most important first.
 * @param {Payment} payment @param {string | null} role @returns {string[]}
 */
export function actionsFor(payment, role) {
  if (role === "client") {
    if (["confirmed", "released"].includes(payment.state)) return payment.confirmed && !payment.review_id ? ["review"] : [];
    return /** @type {Facts} */ ({ requested: ["pay", "decline"], marked: ["confirm", "report"] })[payment.state] ?? [];
  }
  if (role === "worker") return /** @type {Facts} */ ({ requested: ["cancel"], paid: ["complete"] })[payment.state] ?? [];
  return [];
}

/** @param {Payment} payment @returns {Payment} */
function withState(payment) {
  const isFrozen = payment.dispute || (payment.chargeback && payment.step !== "released");
  return { ...payment, state: isFrozen ? "disputed" : payment.step };
}

/**
 * What was asked for stays what was asked for: parts of it have amounts and ends of their own.
 * @param {string} kind @param {Facts} facts
 */
function own(kind, facts) {
  return /^(payment|service|review)\./.test(kind) ? facts : {};
}

/** @param {Facts} escrow */
function stepOfHold(escrow) {
  if (escrow.completion_confirmed_at) return "confirmed";
  return escrow.completion_confirmed_by_worker ? "marked" : "paid";
}
