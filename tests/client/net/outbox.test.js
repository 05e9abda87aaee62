import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../static/app/net/api.js";
import { memory, message, outboxWith, settled } from "./outbox.mjs";

// req: CHAT-02, CHAT-03, R-24

test("what is said leaves in order and is forgotten once acknowledged", async () => {
  const { outbox, db, sent, told } = outboxWith(async () => ({ seq: 1 }));
  await outbox.add(message("uno"));
  await outbox.add(message("dos"));
  await settled();
  assert.deepEqual(sent, ["uno", "dos"]);
  assert.equal(db.rows.size, 0);
  assert.deepEqual(told.filter((event) => event.type === "sent").map((event) => event.row.content), ["uno", "dos"]);
});

test("without a network it waits, and later goes under the same key", async () => {
  let offline = true;
  const keys = [];
  const { outbox, db, sent, postponed } = outboxWith(async (row) => {
    keys.push(row.key);
    if (offline) throw new Refusal("OFFLINE");
    return { seq: 1 };
  });
  await outbox.add(message("uno"));
  await outbox.add(message("dos"));
  await settled();
  assert.equal(db.rows.size, 2);
  assert.ok(sent.every((content) => content === "uno"));
  offline = false;
  postponed[0].run();
  await settled();
  assert.equal(db.rows.size, 0);
  assert.equal(keys.at(-2), keys[0]);
});

test("it survives the page and leaves for its author only", async () => {
  const db = memory();
  const first = outboxWith(async () => Promise.reject(new Refusal("OFFLINE")), db);
  await first.outbox.add(message("uno"));
  await settled();
  const other = outboxWith(async () => ({ seq: 1 }), db);
  await other.outbox.restore("someone-else");
  await settled();
  assert.deepEqual(other.sent, []);
  await other.outbox.restore("me");
  await settled();
  assert.deepEqual(other.sent, ["uno"]);
});

test("a refusal stays visible with its code and does not hold up the next", async () => {
  const { outbox, db, sent } = outboxWith(async (row) => {
    if (row.content === "mi tel 55…") throw new Refusal("CONTACT_BEFORE_REVEAL", { status: 422 });
    return { seq: 2 };
  });
  const key = await outbox.add(message("mi tel 55…"));
  await outbox.add(message("hola"));
  await settled();
  assert.deepEqual(sent, ["mi tel 55…", "hola"]);
  assert.equal(db.rows.get(key).state, "refused");
  assert.equal(db.rows.get(key).code, "CONTACT_BEFORE_REVEAL");
});

test("a refused message may be tried again or let go", async () => {
  let refuse = true;
  const { outbox, db, sent } = outboxWith(async () => {
    if (refuse) throw new Refusal("REFUSED", { status: 422 });
    return { seq: 1 };
  });
  const first = await outbox.add(message("uno"));
  const second = await outbox.add(message("dos"));
  await settled();
  await outbox.discard(second);
  refuse = false;
  await outbox.retry(first);
  await settled();
  assert.equal(db.rows.size, 0);
  assert.deepEqual(sent, ["uno", "dos", "uno"]);
});

test("being asked to slow down is a pause of that length", async () => {
  const { outbox, db, postponed } = outboxWith(async () => {
    throw new Refusal("TOO_MANY", { status: 429, retryAfter: 7 });
  });
  await outbox.add(message("uno"));
  await settled();
  assert.equal(postponed[0].pause, 7000);
  assert.equal(db.rows.size, 1);
});

test("an uploaded photo is not uploaded again after a lost answer", async () => {
  const uploads = [];
  let tries = 0;
  const { outbox, postponed } = outboxWith(async (row, remember) => {
    if (!row.upload_id) {
      uploads.push(row.key);
      await remember({ upload_id: "u1" });
    }
    tries += 1;
    if (tries === 1) throw new Refusal("OFFLINE");
    return { seq: 1 };
  });
  await outbox.add({ ...message(null), message_type: "image" });
  await settled();
  postponed[0].run();
  await settled();
  assert.equal(uploads.length, 1);
  assert.equal(tries, 2);
});

test("conversations do not wait for each other", async () => {
  const { outbox, sent } = outboxWith(async (row) => {
    if (row.conversation_id === "slow") return new Promise(() => {});
    return { seq: 1 };
  });
  await outbox.add(message("uno", "slow"));
  await outbox.add(message("dos", "quick"));
  await settled();
  assert.deepEqual(sent, ["uno", "dos"]);
});

test("what was let go of while its file was on the way is not said", async () => {
  let arrive;
  const refused = [];
  const { outbox, db, told } = outboxWith(async (row, remember) => {
    await new Promise((resolve) => (arrive = resolve));
    await remember({ upload_id: "u" }).catch((refusal) => refused.push(refusal.code) && Promise.reject(refusal));
    return { seq: 1 };
  });
  const key = await outbox.add({ ...message(null), file: "a photo" });
  await outbox.discard(key);
  arrive();
  await settled();
  assert.deepEqual(refused, ["DISCARDED"]);
  assert.equal(db.rows.size, 0);
  assert.deepEqual(told.map((event) => event.type), ["pending", "discarded"]);
});

test("words don't wait for a file", async () => {
  const { outbox, sent } = outboxWith((row) => (row.file ? new Promise(() => null) : { seq: 1 }));
  await outbox.add({ ...message("video"), file: "a video" });
  await outbox.add(message("uno"));
  await settled();
  assert.deepEqual(sent, ["video", "uno"]);
});

test("what was found out about a file is remembered for the next try", async () => {
  const bodies = [];
  const { outbox, postponed } = outboxWith(async (row, remember) => {
    const known = row.upload_id ? row : await remember({ upload_id: "u", message_type: "voice" });
    bodies.push([known.upload_id, known.message_type]);
    if (bodies.length === 1) throw new Refusal("OFFLINE");
    return { seq: 1 };
  });
  await outbox.add({ ...message(null), file: "a voice" });
  await settled();
  postponed[0].run();
  await settled();
  assert.deepEqual(bodies, [["u", "voice"], ["u", "voice"]]);
});

test("a deed waits for neither words nor files, and its kind of row says so", async () => {
  const { outbox, db, told } = outboxWith((row) => (row.deed ? {} : new Promise(() => null)));
  await outbox.add(message("uno"));
  await outbox.add({ user_id: "me", conversation_id: "k", deed: "archive", seq: 3 });
  await settled();
  assert.equal(db.rows.size, 1);
  assert.deepEqual(told.filter(({ type }) => type === "sent").map(({ row }) => row.deed), ["archive"]);
});
