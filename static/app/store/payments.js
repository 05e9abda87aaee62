import { signal } from "@preact/signals-core";
import { get, post } from "../net/api.js";
import { seen } from "../net/sync.js";
import { asTold, reduce } from "./progress.js";

/** What the server said of each conversation's payments when it was opened: rows further up may not be loaded. */
const told = signal(new Map());

export async function loadPayments(conversationId) {
  const { items } = await get("/api/payments", { conversation_id: conversationId, limit: 50 });
  told.value = new Map(told.value).set(conversationId, items);
}

let counted = {};

/** Counted once for the rows that stand: several parts of a screen ask. */
export function paymentsOf(conversationId, rows) {
  const before = told.value.get(conversationId);
  if (counted.rows !== rows || counted.before !== before) counted = { rows, before, payments: paymentsIn(rows, before) };
  return counted.payments;
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
