import { post } from "./api.js";
import { ask, isLive } from "./socket.js";

/**
 * What may wait in the outbox beside words: done twice it is done once, and it costs nobody anything.
 * @type {Record<string, (row: Facts) => Promise<any>>}
 */
const DEEDS = {
  // up to what was seen: news that came meanwhile brings it back
  archive: ({ conversation_id: id, seq }) => post(`/api/conversations/${id}/archive?seq=${seq}`),
  unarchive: ({ conversation_id: id }) => post(`/api/conversations/${id}/unarchive`),
  mute: ({ conversation_id: id }) => post(`/api/conversations/${id}/mute`),
  unmute: ({ conversation_id: id }) => post(`/api/conversations/${id}/unmute`),
  read: ({ conversation_id: id, seq }) =>
    isLive() ? ask("message:read", { conversation_id: id, seq }) : post(`/api/conversations/${id}/read`, { seq }),
  feedback: ({ lead_id: id, body, key }) => post(`/api/leads/${id}/feedback`, body, { key }),
};

/**
 * Resolves when it is done, and when it never will be: the server's no is final, and nobody waits for it.
 * @param {DeedRow} row
 */
export async function perform(row) {
  try {
    await DEEDS[row.deed](row);
  } catch (/** @type {any} */ refusal) {
    if (refusal.passing !== false) throw refusal;
  }
  return {};
}
