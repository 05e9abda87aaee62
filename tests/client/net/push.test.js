import assert from "node:assert/strict";
import { test } from "node:test";
import { ability, decoded, described, isAllowed, same } from "../../../static/app/net/push.js";

// req: LEAD-07

test("without a push manager there is nothing to turn on", () => {
  assert.equal(ability(), "unsupported");
  assert.equal(isAllowed(), false);
});

test("a subscription made for another key is told from ours", () => {
  const key = decoded("BPs_-A");
  assert.deepEqual([...key], [4, 251, 63, 248]);
  assert.ok(same(key.buffer, key));
  assert.ok(!same(decoded("BPs_-Q").buffer, key));
  assert.ok(!same(decoded("BPs_").buffer, key));
  assert.ok(!same(null, key));
});

test("the server is told what it asks for and no more", () => {
  const subscription = { toJSON: () => ({ endpoint: "https://push.example/x", expirationTime: 5, keys: { p256dh: "p", auth: "a", more: 1 } }) };
  assert.deepEqual(described(subscription), { endpoint: "https://push.example/x", keys: { p256dh: "p", auth: "a" } });
});
