import assert from "node:assert/strict";
import { test } from "node:test";

// req: SEC-02, CHAT-15

const noted = new Map();
globalThis.localStorage = {
  getItem: (name) => noted.get(name) ?? null,
  setItem: (name, value) => noted.set(name, value),
  removeItem: (name) => noted.delete(name),
};
/** What was asked and isn't answered yet, by its address. */
const open = new Map();
globalThis.fetch = (path) => new Promise((resolve, reject) => open.set(path, { resolve, reject }));
const answer = (path, data) => open.get(path).resolve(Response.json({ success: true, data }));
const settled = () => new Promise((resolve) => setTimeout(resolve));

const { finishLeaving, onLeaving, refreshUser, revise, signOut, user } = await import("../../../static/app/store/session.js");
const ana = { id: "ana", full_name: "Ana", opted_out: [] };

test("an answer about somebody who has left lets nobody in", async () => {
  user.value = ana;
  const late = refreshUser();
  const leaving = signOut();
  assert.equal(user.value, null);
  answer("/api/auth/me", { user: ana });
  await late;
  assert.equal(user.value, null);
  assert.equal(noted.get("leaving"), "1");
  await settled();
  answer("/api/auth/logout", {});
  await leaving;
  assert.equal(noted.size, 0);
});

test("who left without a network is out, and the server is told later", async () => {
  user.value = ana;
  const leaving = signOut();
  await settled();
  open.get("/api/auth/logout").reject(new TypeError("failed"));
  await leaving;
  assert.deepEqual([user.value, noted.get("leaving")], [null, "1"]);
  const again = finishLeaving();
  answer("/api/auth/logout", {});
  await again;
  assert.equal(noted.get("leaving"), undefined);
});

test("an older answer doesn't undo a newer one", async () => {
  user.value = ana;
  const [old, changed] = [refreshUser(), revise({ full_name: "Ana María" })];
  answer("/api/users/profile", { user: { ...ana, full_name: "Ana María" } });
  await changed;
  answer("/api/auth/me", { user: ana });
  await old;
  assert.equal(user.value.full_name, "Ana María");
});

test("what a page holds of one person goes when somebody else is here, or nobody", async () => {
  user.value = ana;
  let gone = 0;
  onLeaving(() => (gone += 1));
  user.value = { ...ana, full_name: "Ana María" };
  assert.equal(gone, 0);
  user.value = { ...ana, id: "juan" };
  user.value = null;
  assert.equal(gone, 2);
});
