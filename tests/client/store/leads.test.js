import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce } from "../../../static/app/store/leads.js";

// req: CHAT-02

const lead = (id) => ({ id });
const ids = (leads) => leads.map((one) => one.id);

test("an alert that came while the list was on its way stays", () => {
  const before = [lead("old")];
  const during = reduce(before, { type: "new", lead: lead("new") });
  assert.deepEqual(ids(reduce(during, { type: "listed", items: [lead("old")], before })), ["new", "old"]);
});

test("the first list doesn't take an earlier alert away", () => {
  const during = reduce(null, { type: "new", lead: lead("new") });
  assert.deepEqual(ids(reduce(during, { type: "listed", items: [], before: null })), ["new"]);
});

test("what the list knows is there once, and what it no longer knows is gone", () => {
  const before = [lead("old"), lead("gone")];
  const during = reduce(before, { type: "new", lead: lead("new") });
  const after = reduce(during, { type: "listed", items: [lead("new"), lead("old")], before });
  assert.deepEqual(ids(after), ["new", "old"]);
});
