import { learnFromPast, learnTime } from "../clock.js";
import * as conversations from "../store/conversations.js";
import * as leads from "../store/leads.js";
import * as notices from "../store/notices.js";
import * as presence from "../store/presence.js";
import { user } from "../store/session.js";
import { outbox } from "../store/sending.js";
import * as timeline from "../store/timeline.js";
import * as wallet from "../store/wallet.js";
import { catchUp, catchUpIfStillBehind } from "./sync.js";

const listeners = new Set();

/**
 * For what is more than state: a sound, a line that passes by.
 * @param {(event: string, payload: any) => unknown} listener
 */
export function onFrame(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A frame is a hint: it may be lost, doubled or early. The stores put it where it belongs or ask for what is missing.
 * @param {string} event @param {any} payload
 */
export function hear(event, payload) {
  HEARD[event]?.(payload);
  listeners.forEach((listener) => listener(event, payload));
}

/** @type {Record<string, (payload: any) => void>} */
const HEARD = {
  ready({ server_time: serverTime, user_id: userId }) {
    // A page that slept while another one let somebody else in: begin anew, as them.
    if (user.value && userId !== user.value.id) return location.reload();
    learnTime(serverTime);
    presence.apply({ type: "reset" });
    catchUp().catch(() => null);
    leads.lookAgain();
    outbox.drainAll();
  },
  // These moved and no frame of it was heard: what the inbox says of them is old too.
  heads(heads) {
    conversations.apply({ type: "heads", heads });
    catchUp().catch(() => null);
  },
  "message:new"(row) {
    const id = row.conversation_id;
    learnFromPast(row.created_at);
    conversations.apply({ type: "message", row });
    if (timeline.timelineOf(id).loaded) timeline.apply(id, { type: "rows", rows: [row] });
    if (row.sender_id) presence.apply({ type: "typing", conversationId: id, userId: row.sender_id, on: false, at: 0 });
    catchUpIfStillBehind(id, row.seq);
  },
  "conversation:updated"(conversation) {
    if (conversation.gone) {
      conversations.apply({ type: "gone", id: conversation.id });
      timeline.drop(conversation.id);
      return;
    }
    conversations.apply({ type: "updated", conversation });
    catchUpIfStillBehind(conversation.id, conversation.last_seq);
  },
  "message:read"({ conversation_id: id, user_id: userId, last_read_seq: seq }) {
    conversations.apply({ type: "read", id, userId, seq, mine: userId === user.value?.id });
  },
  typing({ conversation_id: conversationId, user_id: userId, on }) {
    presence.apply({ type: "typing", conversationId, userId, on: on !== false, at: Date.now() });
  },
  presence({ user_id: userId, online }) {
    presence.apply({ type: "presence", userId, online });
  },
  "lead:new"(lead) {
    leads.apply({ type: "new", lead });
  },
  "notice:new"(notice) {
    notices.apply({ type: "new", notice });
  },
  "notice:read"({ last_read_seq: seq }) {
    notices.apply({ type: "read", seq });
  },
  "wallet:updated"(balance) {
    wallet.apply(balance);
  },
};
