import { get } from "../net/api.js";

/** One's own payments, newest first: `{items, next_cursor}`. */
export function loadReceipts(cursor = null) {
  return get("/api/payments", { limit: 30, cursor });
}

/**
 * A payment with the conversation that it belongs to; `null` for one that was deleted.
 * @param {string} id
 */
export async function loadReceipt(id) {
  const payment = await get(`/api/payments/${encodeURIComponent(id)}`);
  const talk = await get(`/api/conversations/${payment.conversation_id}`).catch((refusal) => {
    if (refusal.status !== 404) throw refusal;
    return null;
  });
  return { payment, talk };
}

const PAID = new Set(["paid", "in_escrow", "awaiting_confirmation", "on_hold", "paused", "disputed", "released", "split", "refunded"]);

/**
 * Only what was paid has a receipt.
 * @param {{stage: string}} given
 */
export function isPaid({ stage }) {
  return PAID.has(stage);
}

/**
 * How it is shown: money that arrived, money on its way, or none.
 * @param {{stage: string}} given
 */
export function toneOf({ stage }) {
  if (stage === "released" || stage === "split") return "good";
  return isPaid({ stage }) && stage !== "refunded" ? "wait" : "none";
}
