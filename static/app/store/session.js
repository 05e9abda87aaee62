import { computed, signal } from "@preact/signals-core";
import { get, patch, post } from "../net/api.js";
import { db, forgetEverything } from "../net/db.js";

/** `undefined` until we know, `null` when nobody is signed in. */
export const user = signal(undefined);

export const role = computed(() => user.value?.role ?? null);

/** With no network, the one who was here last is still here: drafts and unsent words are theirs. */
export async function restoreSession() {
  try {
    await remember(await get("/api/auth/me"));
  } catch (refusal) {
    if (refusal.status === 401) user.value = null;
    else user.value = (await db.get("kept", "user")) ?? null;
  }
}

export async function signIn(credentials) {
  await remember(await post("/api/auth/login", credentials));
}

export async function signUp(person, key) {
  await remember(await post("/api/auth/register", person, { key }));
}

export async function signOut() {
  await post("/api/auth/logout").catch(() => null);
  await forget();
}

/** Also when the server says so: a session that ended, an account that was suspended. */
export async function forget() {
  user.value = null;
  await forgetEverything();
}

export async function refreshUser() {
  await remember(await get("/api/auth/me"));
}

export async function changeProfile(changes, key) {
  await patch("/api/users/profile", changes, { key });
  await refreshUser();
}

async function remember(answer) {
  const person = answer.user ?? answer;
  user.value = person;
  await db.put("kept", "user", person);
}
