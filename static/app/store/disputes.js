import { get, post } from "../net/api.js";
import { seen } from "../net/sync.js";

/** A handyman may report the payment, or something else, but not his own work. */
export const REASONS = {
  client: ["quality", "no_show", "payment", "fraud", "other"],
  worker: ["payment", "other"],
};
export const LONGEST = 5000;
export const LONGEST_WISH = 2000;
export const MOST_EVIDENCE = 20;
export const EVIDENCE = "image/*,video/mp4,application/pdf";

/**
 * The form as the server takes it; what was left empty is left out.
 * @param {{type: string, description: string, wish: string}} form @param {string} paymentId
 */
export function bodyOf(form, paymentId) {
  const body = { payment_request_id: paymentId, dispute_type: form.type, description: form.description.trim() };
  const wish = form.wish.trim();
  return wish ? { ...body, desired_resolution: wish } : body;
}

/**
 * Opened again under the same key it is the same report: a lost photo is sent after it without a second one.
 * @param {object} body @param {string[]} photos @param {string} key
 */
export async function report(body, photos, key) {
  const dispute = await seen(post("/api/disputes", body, { key }));
  await show(dispute.id, photos, key);
  return dispute;
}

/** @param {string} id @param {string[]} photos @param {string} key */
export async function show(id, photos, key) {
  for (const upload_id of photos) await seen(post(`/api/disputes/${id}/evidence`, { upload_id }, { key: `${key}-${upload_id}` }));
}

/** @param {string} id */
export const loadDispute = (id) => get(`/api/disputes/${id}`);
/** @param {string} id @param {string} text @param {string} key */
export const answer = (id, text, key) => seen(post(`/api/disputes/${id}/answer`, { text }, { key }));

/**
 * What support wrote to this person alone: it comes with their notices, not with the report. Oldest first.
 * @param {Notice[]} notices @param {string} disputeId
 */
export function messagesIn(notices, disputeId) {
  return notices.filter(({ facts }) => facts?.message && facts.dispute_id === disputeId);
}

/**
 * How a decision divides what was held; `null` where it goes on being held.
 * @param {Facts} dispute @param {Money} amount
 */
export function partsOf(dispute, amount) {
  const part = /** @type {Facts} */ ({ full_refund: amount, partial_refund: dispute.refund_amount, payment_to_worker: 0 })[dispute.resolution_type];
  return part === undefined || part === null ? null : Number(part);
}
