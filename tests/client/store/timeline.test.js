import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, EMPTY, isMissingRows, loadOlder, reduce, timelineOf } from "../../../static/app/store/timeline.js";

// req: CHAT-01, R-22, R-24, R-25

const row = (seq, more = {}) => ({ seq, conversation_id: "k", message_type: "text", content: `${seq}`, ...more });
const opened = (...seqs) => reduce(EMPTY, { type: "history", rows: seqs.map((seq) => row(seq)), reachedStart: false });
const seqs = (timeline) => timeline.rows.map((one) => one.seq);

test("rows stay in order whatever order they come in", () => {
  const timeline = reduce(reduce(opened(1, 2), { type: "rows", rows: [row(4)] }), { type: "rows", rows: [row(3)] });
  assert.deepEqual(seqs(timeline), [1, 2, 3, 4]);
  assert.equal(timeline.lastSeq, 4);
  assert.ok(!isMissingRows(timeline));
});

test("a row beyond the next one means that something was missed", () => {
  const timeline = reduce(opened(1, 2), { type: "rows", rows: [row(5)] });
  assert.equal(timeline.lastSeq, 2);
  assert.ok(isMissingRows(timeline));
});

test("the same row twice is one row", () => {
  const once = reduce(opened(1), { type: "rows", rows: [row(2)] });
  assert.deepEqual(seqs(reduce(once, { type: "rows", rows: [row(2)] })), [1, 2]);
});

test("a hidden row keeps its place and closes no gap wrongly", () => {
  const timeline = reduce(opened(1), { type: "rows", rows: [{ seq: 2, hidden: true }, row(3)] });
  assert.equal(timeline.lastSeq, 3);
  assert.ok(!isMissingRows(timeline));
});

test("older rows go above and leave the end where it was", () => {
  const timeline = reduce(opened(5, 6), { type: "history", rows: [row(3), row(4)], reachedStart: false });
  assert.deepEqual(seqs(timeline), [3, 4, 5, 6]);
  assert.equal(timeline.lastSeq, 6);
});

test("the newest page joins what was kept, or replaces it when too much lies between", () => {
  const near = reduce(opened(1, 2, 3), { type: "newest", rows: [row(3), row(4)] });
  assert.deepEqual(seqs(near), [1, 2, 3, 4]);
  const far = reduce(opened(1, 2, 3), { type: "newest", rows: [row(90), row(91)] });
  assert.deepEqual(seqs(far), [90, 91]);
  assert.equal(far.lastSeq, 91);
  assert.ok(!far.reachedStart);
  assert.ok(reduce(EMPTY, { type: "newest", rows: [row(1)] }).reachedStart);
});

test("a reset forgets what was held, but not what we have yet to say", () => {
  const waiting = reduce(opened(1, 2), { type: "pending", message: { key: "a", position: 1 } });
  const timeline = reduce(waiting, { type: "reset", rows: [row(80), row(81)], lastSeq: 81 });
  assert.deepEqual(seqs(timeline), [80, 81]);
  assert.equal(timeline.lastSeq, 81);
  assert.equal(timeline.pending.length, 1);
  assert.ok(!timeline.reachedStart);
});

test("what we said waits at the end until it has its number", () => {
  const waiting = reduce(opened(1), { type: "pending", message: { key: "a", position: 1, content: "hola" } });
  assert.equal(waiting.pending.length, 1);
  const told = reduce(waiting, { type: "rows", rows: [row(2, { client_msg_id: "a" })] });
  assert.equal(told.pending.length, 0);
  assert.deepEqual(seqs(told), [1, 2]);
});

test("a late retry of what already has its number is not shown again", () => {
  const told = reduce(opened(1), { type: "rows", rows: [row(2, { client_msg_id: "a" })] });
  assert.equal(reduce(told, { type: "pending", message: { key: "a", position: 1 } }), told);
});

test("waiting messages keep the order in which they were written", () => {
  const late = reduce(opened(1), { type: "pending", message: { key: "b", position: 2 } });
  const both = reduce(late, { type: "pending", message: { key: "a", position: 1 } });
  assert.deepEqual(both.pending.map((message) => message.key), ["a", "b"]);
});

test("an event that nobody knows changes nothing", () => {
  const timeline = opened(1);
  assert.equal(reduce(timeline, { type: "whatever" }), timeline);
});

test("what became of a file stands in a later row, whichever comes first", () => {
  const photo = row(2, { message_type: "image", media: { id: "m", state: "received" } });
  const ready = row(3, { message_type: "event", event: { kind: "media.ready", media: { id: "m", state: "ready" } }, target_seq: 2 });
  for (const order of [[photo, ready], [ready, photo]]) {
    const timeline = order.reduce((held, one) => reduce(held, { type: "rows", rows: [one] }), opened(1));
    assert.deepEqual(seqs(timeline), [1, 2, 3]);
    assert.equal(timeline.rows[1].media.state, "ready");
  }
});

test("what is numbered already no longer waits, even when its page comes after it was taken up again", () => {
  const waiting = reduce(EMPTY, { type: "pending", message: { key: "m", position: 1 } });
  const timeline = reduce(waiting, { type: "history", rows: [row(1, { client_msg_id: "m" })], reachedStart: true });
  assert.deepEqual(timeline.pending, []);
});

test("an older page that comes after what was held was replaced leaves no hole", async () => {
  let answer;
  globalThis.fetch = () => new Promise((resolve) => (answer = (items) => resolve(Response.json({ success: true, data: { items } }))));
  apply("k", { type: "newest", rows: [row(71), row(72)] });
  const older = loadOlder("k");
  apply("k", { type: "newest", rows: [row(471), row(472)] });
  answer([row(69), row(70)]);
  await older;
  assert.deepEqual(seqs(timelineOf("k")), [471, 472]);
});
