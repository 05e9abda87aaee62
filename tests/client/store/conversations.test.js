import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce } from "../../../static/app/store/conversations.js";

// req: CHAT-15, LEAD-13, R-22, R-25

const conversation = (more = {}) => ({ id: "k", last_seq: 3, unread_count: 1, contact: { first_name: "María" }, ...more });
const held = (...items) => reduce(new Map(), { type: "listed", items: items.length ? items : [conversation()] });

test("an update is merged into what is known", () => {
  const state = reduce(held(), { type: "updated", conversation: { id: "k", last_seq: 4, unread_count: 2 } });
  assert.equal(state.get("k").unread_count, 2);
  assert.deepEqual(state.get("k").contact, { first_name: "María" });
});

test("the contact arrives once, when it is revealed, and stays", () => {
  const contact = { first_name: "María", full_name: "María López", phone: "+525512345678" };
  const revealed = reduce(held(), { type: "updated", conversation: { id: "k", last_seq: 5, contact } });
  const later = reduce(revealed, { type: "updated", conversation: { id: "k", last_seq: 6, unread_count: 0 } });
  assert.deepEqual(later.get("k").contact, contact);
});

test("an older answer that comes late does not take back a newer head", () => {
  const newer = reduce(held(), { type: "heads", heads: { k: 9 } });
  const state = reduce(newer, { type: "updated", conversation: conversation({ last_seq: 4, unread_count: 7 }) });
  assert.equal(state.get("k").last_seq, 9);
  assert.equal(state.get("k").unread_count, 1);
});

test("a state that rows overtook still tells of deadlines and of the reveal, and never takes a reveal back", () => {
  const ahead = reduce(held(), { type: "heads", heads: { k: 9 } });
  const late = conversation({ last_seq: 4, unread_count: 7, deadlines: [], contact_revealed_at: "2026-11-20T10:00:00Z" });
  const state = reduce(ahead, { type: "updated", conversation: late }).get("k");
  assert.deepEqual([state.last_seq, state.unread_count, state.deadlines.length], [9, 1, 0]);
  const older = reduce(new Map([["k", state]]), { type: "updated", conversation: conversation({ last_seq: 2 }) });
  assert.equal(older.get("k").contact_revealed_at, "2026-11-20T10:00:00Z");
});

test("counts of a conversation that is not held make no half of one", () => {
  const state = reduce(held(), { type: "updated", conversation: { id: "unknown", last_seq: 4, unread_count: 2 } });
  assert.equal(state.has("unknown"), false);
});

test("a message moves its conversation and is its last line", () => {
  const row = { conversation_id: "k", seq: 4, content: "hola", created_at: "2026-11-09T18:00:00Z" };
  const state = reduce(held(), { type: "message", row });
  assert.equal(state.get("k").last_seq, 4);
  assert.equal(state.get("k").last_message, row);
});

test("a hidden row is nobody's last line", () => {
  const before = held();
  assert.equal(reduce(before, { type: "message", row: { conversation_id: "k", seq: 4, hidden: true } }), before);
});

test("reading to the end leaves nothing unread, and moves the reader's mark", () => {
  const state = held(conversation({ participants: [{ user_id: "me", last_read_seq: 1 }] }));
  const read = reduce(state, { type: "read", id: "k", userId: "me", seq: 3, mine: true });
  assert.equal(read.get("k").unread_count, 0);
  assert.equal(read.get("k").participants[0].last_read_seq, 3);
});

test("a list that was asked for before reading and comes after it leaves it read", () => {
  const before = conversation({ participants: [{ user_id: "me", last_read_seq: 1 }] });
  const read = reduce(held(before), { type: "read", id: "k", userId: "me", seq: 3, mine: true });
  const late = reduce(read, { type: "listed", items: [{ ...before, deadlines: ["new"] }] }).get("k");
  assert.deepEqual([late.unread_count, late.participants[0].last_read_seq], [0, 3]);
  assert.deepEqual(late.deadlines, ["new"]);
});

test("silenced is said once and stays through what is said meanwhile, until it is taken back", () => {
  const muted = reduce(held(), { type: "updated", conversation: { id: "k", last_seq: 3, unread_count: 1, is_muted: true } });
  const told = reduce(muted, { type: "updated", conversation: { id: "k", last_seq: 4, unread_count: 2 } });
  assert.deepEqual([told.get("k").is_muted, told.get("k").unread_count], [true, 2]);
  const late = reduce(told, { type: "updated", conversation: { id: "k", last_seq: 3, unread_count: 1, is_muted: false } });
  assert.deepEqual([late.get("k").is_muted, late.get("k").unread_count], [false, 2]);
});

test("that the other side reads changes nothing of mine", () => {
  const state = held(conversation({ participants: [{ user_id: "other", last_read_seq: 1 }] }));
  const read = reduce(state, { type: "read", id: "k", userId: "other", seq: 3, mine: false });
  assert.equal(read.get("k").unread_count, 1);
  assert.equal(read.get("k").participants[0].last_read_seq, 3);
});

test("what is gone is gone", () => {
  assert.equal(reduce(held(), { type: "gone", id: "k" }).size, 0);
});
