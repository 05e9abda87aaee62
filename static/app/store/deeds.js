import { perform } from "../net/deeds.js";
import { apply } from "./conversations.js";
import { outbox } from "./sending.js";
import { me } from "./session.js";

/** What is done here shows at once; the server hears of it when there is a network. */

/** @param {Conversation} conversation @param {boolean} away */
export function archive(conversation, away) {
  const { id, last_seq: seq } = conversation;
  apply({ type: "updated", conversation: { ...conversation, status: away ? "archived" : "active" } });
  return wait({ conversation_id: id, deed: away ? "archive" : "unarchive", seq });
}

/** @param {Conversation} conversation @param {boolean} quiet */
export function mute(conversation, quiet) {
  apply({ type: "updated", conversation: { ...conversation, is_muted: quiet } });
  return wait({ conversation_id: conversation.id, deed: quiet ? "mute" : "unmute" });
}

/** @param {string} id @param {number} seq */
export async function markRead(id, seq) {
  apply({ type: "read", id, userId: me().id, seq, mine: true });
  const row = { conversation_id: id, deed: "read", seq };
  await perform(row).catch(() => wait(row));
}

/** @param {string} leadId @param {object} body */
export function giveFeedback(leadId, body) {
  return wait({ conversation_id: leadId, lead_id: leadId, deed: "feedback", body });
}

/** @param {object} deed */
function wait(deed) {
  return outbox.add({ user_id: me().id, ...deed });
}
