import { signal } from "@preact/signals-core";
import { get, post } from "../net/api.js";
import { seen } from "../net/sync.js";
import { asTold, reduce } from "./progress.js";

/** What the server said of each conversation's payments when it was opened: rows further up may not be loaded. */
const told = signal(new Map());

/** @param {string} conversationId */
export async function loadPayments(conversationId) {
  const { items } = await get("/api/payments", { conversation_id: conversationId, limit: 50 });
  told.value = new Map(told.value).set(conversationId, items);
}

/** @type {Facts} */
let counted = {};

/**
 * Counted once for the rows that stand: several parts of a screen ask.
 * @param {string} conversationId @param {Row[]} rows
 */
export function paymentsOf(conversationId, rows) {
  const before = told.value.get(conversationId);
  if (counted.rows !== rows || counted.before !== before) counted = { rows, before, payments: paymentsIn(rows, before) };
  return counted.payments;
}

/**
 * Every payment of a conversation as its timeline tells it: its facts, what it has become, and `lastSeq`, the row
 * that carries the actions now.
 * @param {Row[]} rows @param {Payment[]} before @returns {Map<string, Payment>}
 */
export function paymentsIn(rows, before = []) {
  const payments = new Map(before.map((payment) => [payment.id, asTold(payment)]));
  for (const row of rows) {
    const id = row.event?.payment_request_id;
    if (!id) continue;
    payments.set(id, reduce(payments.get(id) ?? { id }, /** @type {EventRow} */ (row)));
  }
  return payments;
}

/** @param {object} request @param {string} key */
export function requestPayment(request, key) {
  return seen(post("/api/payments/request", request, { key }));
}

/** @param {string} id */
export function loadPayment(id) {
  return get(`/api/payments/${id}`);
}

/**
 * Answers the address of the checkout page.
 * @param {string} id @param {string} key
 */
export async function pay(id, key) {
  return (await post(`/api/payments/${id}/pay`, {}, { key })).checkout_url;
}

/** @param {string} id @param {string} action @param {object} body @param {string} [key] */
export function act(id, action, body = {}, key = undefined) {
  const verb = /** @type {Facts} */ ({ decline: "decline", cancel: "cancel", confirm: "confirm-complete", complete: "confirm-complete" })[action];
  return seen(post(`/api/payments/${id}/${verb}`, body, { key }));
}
