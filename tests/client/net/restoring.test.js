import assert from "node:assert/strict";
import { test } from "node:test";
import { memory, message, outboxWith, settled } from "./outbox.mjs";
import { Refusal } from "../../../static/app/net/api.js";

// req: CHAT-02, CHAT-03

test("what is said while an earlier visit's words are looked for is sent, and nothing comes back", async () => {
  const db = memory();
  const earlier = outboxWith(async () => Promise.reject(new Refusal("OFFLINE")), db);
  await earlier.outbox.add(message("antes"));
  await settled();
  const slow = { ...db, put: async (...row) => settled().then(() => db.put(...row)), all: async () => settled().then(() => db.all()) };
  const { outbox, sent } = outboxWith(async () => ({ seq: 1 }), slow);
  const adding = outbox.add(message("ahora"));
  await Promise.all([outbox.restore("me"), adding]);
  await settled();
  assert.deepEqual([...sent].sort(), ["ahora", "antes"]);
  assert.equal(db.rows.size, 0);
});

test("what was let go of while it is looked for does not come back", async () => {
  const db = memory();
  const all = async () => db.all().then(async (found) => settled().then(() => found));
  const { outbox, sent } = outboxWith(async () => ({ seq: 1 }), { ...db, all });
  await db.put("outbox", "k1", { ...message("nunca"), key: "k1", state: "refused", position: 1 });
  await outbox.restore("me");
  const again = outbox.restore("me");
  await outbox.discard("k1");
  await again;
  await outbox.retry("k1");
  assert.deepEqual(sent, []);
});
