import { post } from "../net/api.js";

export const REASONS = ["inappropriate", "spam", "harassment", "scam", "other"];
export const LONGEST = 2000;
export const MOST_MESSAGES = 50;

/** @param {string} id @param {{reason: string, description: string, messages: string[]}} given @param {string} key */
export function flagConversation(id, { reason, description, messages }, key) {
  /** @type {Facts} */
  const body = { reason, message_ids: messages };
  if (description.trim()) body.description = description.trim();
  return post(`/api/conversations/${id}/flag`, body, { key });
}

/**
 * What the other one said, the newest first: what happened is no message, and one's own need no report.
 * @param {Row[]} rows @param {string} me
 */
export function reportable(rows, me) {
  return rows.filter((row) => row.message_type && row.message_type !== "event" && row.sender_id !== me).reverse();
}
