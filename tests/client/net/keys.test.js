import assert from "node:assert/strict";
import { test } from "node:test";
import { call, Refusal } from "../../../static/app/net/api.js";
import { keyring, newKey } from "../../../static/app/net/keys.js";
import { now } from "../../../static/app/clock.js";

// req: SEC-11, R-18, R-24

function answering(status, body, headers = {}) {
  globalThis.fetch = async () => new Response(JSON.stringify(body), { status, headers });
}

test("a key has the form that the server takes", () => {
  assert.match(newKey(), /^[A-Za-z0-9_-]{1,64}$/);
  assert.notEqual(newKey(), newKey());
});

test("the same body keeps its key until it has succeeded", () => {
  const keys = keyring();
  const first = keys.keyFor({ amount: "300.00" });
  assert.equal(keys.keyFor({ amount: "300.00" }), first);
  assert.notEqual(keys.keyFor({ amount: "500.00" }), first);
  keys.done();
  assert.notEqual(keys.keyFor({ amount: "500.00" }), first);
});

test("a refusal carries the server's code, details and pause", async () => {
  answering(429, { success: false, error: { code: "TOO_MANY", details: { a: 1 } } }, { "Retry-After": "9" });
  await assert.rejects(call("POST", "/api/x", {}), (refusal) => {
    assert.equal(refusal.code, "TOO_MANY");
    assert.deepEqual(refusal.details, { a: 1 });
    assert.equal(refusal.retryAfter, 9);
    return refusal.passing;
  });
});

test("no answer is OFFLINE, which passes", async () => {
  globalThis.fetch = async () => Promise.reject(new TypeError("failed"));
  await assert.rejects(call("GET", "/api/x"), (refusal) => refusal instanceof Refusal && refusal.code === "OFFLINE" && refusal.passing);
});

test("a rule's no does not pass by itself", () => {
  assert.ok(!new Refusal("WEEKLY_BUDGET_REACHED", { status: 422 }).passing);
  assert.ok(new Refusal("INTERNAL_ERROR", { status: 500 }).passing);
});

test("every answer tells business time", async () => {
  answering(200, { success: true, data: {} }, { "X-Business-Time": "2027-01-01T00:00:00Z" });
  await call("GET", "/api/x");
  assert.ok(Math.abs(now() - Date.parse("2027-01-01T00:00:00Z")) < 1000);
});

test("a key that was kept is the same command in another visit, until it has succeeded", () => {
  let kept = null;
  const first = keyring((held) => (kept = held)).keyFor({ amount: "1.00" });
  const later = keyring((held) => (kept = held));
  later.hold(kept);
  assert.equal(later.keyFor({ amount: "1.00" }), first);
  later.done();
  assert.equal(kept, null);
  assert.notEqual(later.keyFor({ amount: "1.00" }), first);
});
