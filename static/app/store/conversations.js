import { computed, signal } from "@preact/signals-core";
import { get } from "../net/api.js";
import { db } from "../net/db.js";

/**
 * `null` until the first list is here; then every conversation that we know, by id.
 * @type {Held<Map<string, Conversation> | null>}
 */
export const conversations = signal(null);

export const inbox = computed(() => sorted(conversations.value));

export const unreadTotal = computed(() => inbox.value.reduce((sum, one) => sum + (one.unread_count ?? 0), 0));

/** @param {string} id */
export function conversationOf(id) {
  return conversations.value?.get(id) ?? null;
}

/** @param {ConversationEvent} event */
export function apply(event) {
  const before = conversations.value;
  const after = reduce(before ?? new Map(), event);
  if (after === before) return;
  conversations.value = after;
  if (event.type !== "kept") db.put("kept", "inbox", sorted(after).slice(0, 30)).catch(() => null);
}

/**
 * @param {Map<string, Conversation>} state @param {ConversationEvent} event
 * @returns {Map<string, Conversation>}
 */
export function reduce(state, event) {
  switch (event.type) {
    case "listed":
    case "kept":
      return event.items.reduce(withState, state.size ? state : new Map());
    case "updated":
      return withState(state, event.conversation);
    case "heads":
      return Object.entries(event.heads).reduce(withHead, state);
    case "message":
      return withMessage(state, event.row);
    case "read":
      return withRead(state, event);
    case "gone":
      return without(state, event.id);
    default:
      return state;
  }
}

export async function showKeptInbox() {
  if (conversations.value !== null) return;
  const kept = await db.get("kept", "inbox");
  if (kept && conversations.value === null) apply({ type: "kept", items: kept });
}

/** What was kept stands while the network is asked, and where it doesn't answer. */
export async function loadInbox() {
  const kept = showKeptInbox();
  try {
    const { items } = await get("/api/conversations", { limit: 100 });
    apply({ type: "listed", items });
  } catch (refusal) {
    await kept;
    throw refusal;
  }
}

/** @param {string} id */
export async function loadConversation(id) {
  apply({ type: "updated", conversation: await get(`/api/conversations/${id}`) });
}

export function forgetConversations() {
  conversations.value = null;
}

/** @param {Map<string, Conversation> | null} map @returns {Conversation[]} */
function sorted(map) {
  return [...(map?.values() ?? [])].sort((a, b) => Date.parse(b.updated_at ?? 0) - Date.parse(a.updated_at ?? 0));
}

/**
 * An older answer that arrives late does not take back a newer head.
 * @param {Map<string, Conversation>} state @param {Conversation} conversation
 * @returns {Map<string, Conversation>}
 */
function withState(state, conversation) {
  const held = state.get(conversation.id);
  // counts of a conversation that we don't hold: sync will bring it whole
  if (!held && !conversation.contact) return state;
  const next = held && isOlder(conversation, held) ? withLate(held, conversation) : { ...held, ...conversation };
  return new Map(state).set(conversation.id, next);
}

/**
 * Rows only come, and nobody reads backwards: what says otherwise was overtaken on its way.
 * @param {Conversation} late @param {Conversation} held
 */
function isOlder(late, held) {
  const step = (late.last_seq ?? held.last_seq) - held.last_seq;
  if (step) return step < 0;
  const readBy = new Map(late.participants?.map((person) => [person.user_id, person.last_read_seq ?? 0]));
  return Boolean(held.participants?.some((one) => (readBy.get(one.user_id) ?? Infinity) < (one.last_read_seq ?? 0)));
}

/**
 * A state that rows or reading have overtaken: its counts are old, what it says of contact and deadlines is news.
 * @param {Conversation} held @param {Conversation} late @returns {Conversation}
 */
function withLate(held, late) {
  if (held.contact_revealed_at && !late.contact_revealed_at) return { ...late, ...held };
  const { last_seq, unread_count, updated_at, last_message } = held;
  const joined = late.participants?.length !== held.participants?.length;
  const participants = joined ? late.participants : held.participants;
  return { ...held, ...late, participants, last_seq, unread_count, updated_at, last_message };
}

/**
 * @param {Map<string, Conversation>} state @param {[id: string, lastSeq: number]} head
 * @returns {Map<string, Conversation>}
 */
function withHead(state, [id, lastSeq]) {
  const held = state.get(id);
  if (!held || held.last_seq >= lastSeq) return state;
  return new Map(state).set(id, { ...held, last_seq: lastSeq });
}

/** @param {Map<string, Conversation>} state @param {Row} row @returns {Map<string, Conversation>} */
function withMessage(state, row) {
  const held = state.get(row.conversation_id);
  if (!held || row.seq <= (held.last_message?.seq ?? 0) || row.hidden) return state;
  const last_seq = Math.max(held.last_seq ?? 0, row.seq);
  return new Map(state).set(held.id, { ...held, last_seq, last_message: row, updated_at: row.created_at });
}

/** @param {Map<string, Conversation>} state @param {Extract<ConversationEvent, {type: "read"}>} given */
function withRead(state, { id, userId, seq, mine }) {
  const held = state.get(id);
  if (!held) return state;
  const participants = held.participants?.map((person) =>
    person.user_id === userId ? { ...person, last_read_seq: Math.max(person.last_read_seq ?? 0, seq) } : person,
  );
  const unread_count = mine && seq >= (held.last_seq ?? 0) ? 0 : held.unread_count;
  return new Map(state).set(id, { ...held, participants, unread_count });
}

/** @param {Map<string, Conversation>} state @param {string} id @returns {Map<string, Conversation>} */
function without(state, id) {
  if (!state.has(id)) return state;
  const rest = new Map(state);
  rest.delete(id);
  return rest;
}
