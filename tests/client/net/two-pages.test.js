import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../static/app/net/api.js";
import { memory, message, outboxWith, settled } from "./outbox.mjs";

// req: CHAT-02, CHAT-03

/** What a browser's lock does for two pages. */
function turns() {
  let last = Promise.resolve();
  return (_, run) => (last = last.then(run));
}

test("a file that two pages hold is sent by one of them", async () => {
  const db = memory();
  const alone = turns();
  const offline = async () => Promise.reject(new Refusal("OFFLINE"));
  await outboxWith(offline, db).outbox.add({ ...message("foto"), file: "a photo" });
  await settled();
  const pages = [1, 2].map(() => outboxWith(() => settled().then(() => ({ seq: 1 })), db, alone));
  await Promise.all(pages.map(({ outbox }) => outbox.restore("me")));
  for (let turn = 0; turn < 4; turn++) await settled();
  assert.deepEqual(pages.flatMap(({ sent }) => sent), ["foto"]);
  assert.deepEqual(pages.map(({ told }) => told.at(-1).type), ["sent", "discarded"]);
  assert.equal(db.rows.size, 0);
});

test("what a page left behind when it was closed goes with another one that was open before", async () => {
  const db = memory();
  const { outbox, sent } = outboxWith(async () => ({ seq: 1 }), db);
  await outbox.restore("me");
  await outboxWith(async () => Promise.reject(new Refusal("OFFLINE")), db).outbox.add(message("uno"));
  await settled();
  await outbox.restore("me");
  await settled();
  assert.deepEqual(sent, ["uno"]);
});

test("where nothing can be kept, what is said is shown, tried again and sent once", async () => {
  const broken = async () => Promise.reject(new Error("Connection to Indexed Database server lost"));
  let offline = true;
  const answer = async () => {
    if (offline) throw new Refusal("OFFLINE");
    return { seq: 1 };
  };
  const { outbox, sent, told, postponed } = outboxWith(answer, { put: broken, get: async () => undefined, remove: broken, all: broken });
  await outbox.add(message("uno"));
  await outbox.add({ ...message("foto"), file: "a photo" });
  await settled();
  assert.deepEqual(told.slice(0, 2).map(({ type }) => type), ["pending", "pending"]);
  assert.equal(postponed.length, 2);
  offline = false;
  for (const { run } of postponed) run();
  outbox.drainAll();
  await settled();
  assert.deepEqual(sent, ["uno", "foto", "uno", "foto"]);
  assert.deepEqual(told.slice(-2).map(({ type }) => type), ["sent", "sent"]);
});

test("what turns out not to be kept is not taken for sent elsewhere", async () => {
  const later = (answer) => settled().then(answer);
  const refused = () => Promise.reject(new Error("no room"));
  const db = { put: () => later(refused), get: () => later(settled), remove: async () => undefined, all: async () => [] };
  const { outbox, sent } = outboxWith(async () => ({ seq: 1 }), db);
  const adding = outbox.add({ ...message("foto"), file: "a photo" });
  outbox.drainAll();
  await adding;
  for (let turn = 0; turn < 3; turn++) await settled();
  assert.deepEqual(sent, ["foto"]);
});
