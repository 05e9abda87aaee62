import assert from "node:assert/strict";
import { test } from "node:test";
import { band, isFree, obstacle, waysOut } from "../../../static/app/store/wallet.js";

// req: WAL-02, WAL-03, LEAD-14, LEAD-15, LEAD-16, LEAD-18, BUD-04, BUD-05, R-07

const state = (more = {}) => ({ balance: "450.00", budget_limit: "500.00", budget_spent: "100.00", is_paused: false, ...more });

test("the balance has three bands", () => {
  assert.equal(band("300.01"), "good");
  assert.equal(band("300.00"), "low");
  assert.equal(band("100.00"), "low");
  assert.equal(band("99.99"), "empty");
});

test("nothing stands in the way of one who can pay", () => {
  assert.equal(obstacle(state()), null);
  assert.equal(obstacle(state({ budget_spent: "400.00" })), null);
});

test("what stands in the way is said in the server's order", () => {
  assert.equal(obstacle(state({ is_paused: true, balance: "0.00" })), "ACCOUNT_PAUSED");
  assert.equal(obstacle(state({ balance: "99.00", budget_spent: "500.00" })), "INSUFFICIENT_BALANCE");
  assert.equal(obstacle(state({ budget_spent: "401.00" })), "WEEKLY_BUDGET_REACHED");
});

test("who reached the week's limit raises it, pauses, or waits; who has too little adds", () => {
  assert.deepEqual(waysOut(obstacle(state({ budget_spent: "500.00" }))), ["wallet.budget_raise", "pause.action"]);
  assert.deepEqual(waysOut(obstacle(state({ balance: "99.00" }))), ["wallet.add"]);
  assert.deepEqual(waysOut(null), []);
});

test("the free week needs neither balance nor budget, until its last instant", () => {
  const free = state({ balance: "0.00", budget_spent: "500.00", free_until: "2026-11-16T18:00:00Z" });
  assert.equal(obstacle(free, Date.parse("2026-11-16T17:59:59Z")), null);
  assert.equal(obstacle(free, Date.parse("2026-11-16T18:00:00Z")), "INSUFFICIENT_BALANCE");
  assert.ok(!isFree(state(), Date.now()));
});
