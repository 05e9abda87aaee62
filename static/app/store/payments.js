import { get, post } from "../net/api.js";

const BECOMES = {
  "payment.requested": "requested",
  "payment.pending": "pending",
  "payment.declined": "declined",
  "payment.cancelled": "cancelled",
  "payment.expired": "expired",
  "payment.paid": "paid",
  "service.marked_complete": "marked",
  "service.confirmed": "confirmed",
  "service.presumed_complete": "confirmed",
  "dispute.opened": "disputed",
  "chargeback.opened": "disputed",
  "escrow.released": "released",
  "escrow.refunded": "refunded",
};

/**
 * Every payment of a conversation as its timeline tells it: its facts, what it has become, and `lastSeq`, the row
 * that carries the actions now.
 */
export function paymentsIn(rows) {
  const payments = new Map();
  for (const row of rows) {
    const id = row.event?.payment_request_id;
    if (!id) continue;
    payments.set(id, reduce(payments.get(id) ?? { id }, row));
  }
  return payments;
}

export function reduce(payment, row) {
  const { kind, ...facts } = row.event;
  const state = BECOMES[kind] ?? payment.state;
  const moved = kind in BECOMES;
  return { ...payment, ...facts, id: payment.id, state, lastSeq: moved ? row.seq : payment.lastSeq };
}

/** What this side may do with it now, most important first. */
export function actionsFor(payment, role) {
  if (role === "client") return { requested: ["pay", "decline"], marked: ["confirm"] }[payment.state] ?? [];
  if (role === "worker") return { requested: ["cancel"], paid: ["complete"] }[payment.state] ?? [];
  return [];
}

export function requestPayment(request, key) {
  return post("/api/payments/request", request, { key });
}

export function loadPayment(id) {
  return get(`/api/payments/${id}`);
}

/** Answers the address of the checkout page. */
export async function pay(id, key) {
  return (await post(`/api/payments/${id}/pay`, {}, { key })).checkout_url;
}

export function act(id, action, body = {}, key = undefined) {
  const verb = { decline: "decline", cancel: "cancel", confirm: "confirm-complete", complete: "confirm-complete" }[action];
  return post(`/api/payments/${id}/${verb}`, body, { key });
}
