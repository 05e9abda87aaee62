import { signal } from "@preact/signals-core";
import { get, post } from "../net/api.js";
import { isLive } from "../net/socket.js";
import { catchUp } from "../net/sync.js";

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

const STAGES = {
  pending: "requested",
  declined: "declined",
  cancelled: "cancelled",
  expired: "expired",
  in_escrow: "paid",
  awaiting_confirmation: "marked",
  on_hold: "confirmed",
  disputed: "disputed",
  released: "released",
  refunded: "refunded",
};

/** What the server said of each conversation's payments when it was opened: rows further up may not be loaded. */
const told = signal(new Map());

export async function loadPayments(conversationId) {
  const { items } = await get("/api/payments", { conversation_id: conversationId, limit: 50 });
  told.value = new Map(told.value).set(conversationId, items);
}

export function paymentsOf(conversationId, rows) {
  return paymentsIn(rows, told.value.get(conversationId));
}

/**
 * Every payment of a conversation as its timeline tells it: its facts, what it has become, and `lastSeq`, the row
 * that carries the actions now.
 */
export function paymentsIn(rows, before = []) {
  const payments = new Map(before.map((payment) => [payment.id, asTold(payment)]));
  for (const row of rows) {
    const id = row.event?.payment_request_id;
    if (!id) continue;
    payments.set(id, reduce(payments.get(id) ?? { id }, row));
  }
  return payments;
}

function asTold(payment) {
  return { ...payment, state: STAGES[payment.stage], confirmed: Boolean(payment.escrow?.completion_confirmed_at) };
}

export function reduce(payment, row) {
  const { kind, ...facts } = row.event;
  const state = BECOMES[kind] ?? payment.state;
  const moved = kind in BECOMES;
  const confirmed = payment.confirmed || BECOMES[kind] === "confirmed";
  return { ...payment, ...facts, id: payment.id, state, confirmed, lastSeq: moved ? row.seq : payment.lastSeq };
}

/** What this side may do with it now, most important first. */
export function actionsFor(payment, role) {
  if (role === "client") {
    if (["confirmed", "released"].includes(payment.state)) return payment.confirmed && !payment.review_id ? ["review"] : [];
    return { requested: ["pay", "decline"], marked: ["confirm"] }[payment.state] ?? [];
  }
  if (role === "worker") return { requested: ["cancel"], paid: ["complete"] }[payment.state] ?? [];
  return [];
}

export function requestPayment(request, key) {
  return seen(post("/api/payments/request", request, { key }));
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
  return seen(post(`/api/payments/${id}/${verb}`, body, { key }));
}

/** Without a socket nobody tells us of our own deed: ask. */
async function seen(command) {
  const answer = await command;
  if (!isLive()) catchUp().catch(() => null);
  return answer;
}
