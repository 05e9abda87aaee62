import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce as reduceLeads } from "../../../static/app/store/leads.js";
import { reduce } from "../../../static/app/store/notices.js";

// req: NOTE-01, LEAD-07, R-25

const START = { items: [], lastSeq: 0 };
const notice = (seq) => ({ seq, kind: "wallet.low" });

test("a notice that comes twice is one notice", () => {
  const once = reduce(START, { type: "new", notice: notice(1) });
  assert.equal(reduce(once, { type: "new", notice: notice(1) }), once);
  assert.equal(once.lastSeq, 1);
});

test("catching up puts what was missed in its place", () => {
  const late = reduce(START, { type: "new", notice: notice(3) });
  const all = reduce(late, { type: "synced", items: [notice(1), notice(2)], lastSeq: 3 });
  assert.deepEqual(all.items.map((one) => one.seq), [1, 2, 3]);
});

test("a reset replaces everything", () => {
  const held = reduce(START, { type: "new", notice: notice(9) });
  assert.deepEqual(reduce(held, { type: "synced", reset: true, items: [notice(2)], lastSeq: 2 }), { items: [notice(2)], lastSeq: 2 });
});

test("a new lead stands on top, once", () => {
  const first = reduceLeads([{ id: "a" }], { type: "new", lead: { id: "b" } });
  assert.deepEqual(reduceLeads(first, { type: "new", lead: { id: "b" } }).map((lead) => lead.id), ["b", "a"]);
});

test("a bought lead leads to its conversation", () => {
  assert.deepEqual(reduceLeads([{ id: "a" }], { type: "bought", id: "a", conversationId: "k" }), [{ id: "a", purchase: { conversation_id: "k" } }]);
});
