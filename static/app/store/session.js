import { computed, signal } from "@preact/signals-core";
import { locale, speak } from "../i18n.js";
import { get, patch, post, upload } from "../net/api.js";
import { db, forgetEverything } from "../net/db.js";

/** `undefined` until we know, `null` when nobody is signed in. @type {Held<Person | null | undefined>} */
export const user = signal(undefined);

/** Whoever is signed in, for what only they can do. */
export function me() {
  return /** @type {Person} */ (user.value);
}

export const role = computed(() => user.value?.role ?? null);

/** With no network, the one who was here last is still here: drafts and unsent words are theirs. */
export async function restoreSession() {
  if (!mayHaveSession()) {
    user.value = null;
    return;
  }
  try {
    await remember(await get("/api/auth/me"));
  } catch (/** @type {any} */ refusal) {
    if (refusal.status === 401) user.value = null;
    else user.value = (await db.get("kept", "user")) ?? null;
  }
}

/** @param {object} credentials */
export async function signIn(credentials) {
  await remember(await post("/api/auth/login", credentials));
  if (me().locale && me().locale !== locale.value) await speak(/** @type {string} */ (me().locale));
}

/** @param {object} person @param {string} key */
export async function signUp(person, key) {
  await remember(await post("/api/auth/register", { ...person, locale: locale.value }, { key }));
}

export async function signOut() {
  await post("/api/auth/logout").catch(() => null);
  await forget();
}

/** Also when the server says so: a session that ended, an account that was suspended. */
export async function forget() {
  user.value = null;
  localStorage.removeItem("session");
  await forgetEverything();
}

export async function refreshUser() {
  await remember(await get("/api/auth/me"));
}

/**
 * Mails follow the language of the screens.
 * @param {string} language
 */
export async function changeLanguage(language) {
  await speak(language);
  if (user.value && locale.value === language) await patch("/api/users/profile", { locale: language }).catch(() => null);
}

/**
 * Mails of a kind that may be left; the account knows which ones were.
 * @param {string} kind @param {boolean} allowed
 */
export async function allowMail(kind, allowed) {
  const others = me().opted_out.filter((one) => one !== kind);
  await revise({ opted_out: allowed ? others : [...others, kind] });
}

/** @param {Named} file */
export async function changeFace(file) {
  const { id } = await upload(file, "profile");
  await remember(await post("/api/users/profile-image", { upload_id: id }));
}

/** `full_name`; `email` or `phone` with the `password`. @param {{[fact: string]: unknown}} changes */
export async function revise(changes) {
  await remember(await patch("/api/users/profile", changes));
}

export function resendVerification() {
  return post("/api/auth/verify-email/resend");
}

/** @param {any} answer */
async function remember(answer) {
  const person = answer.user ?? answer;
  user.value = person;
  localStorage.setItem("session", "1");
  await db.put("kept", "user", person);
}

/** The page says whether our cookie came with it; a page kept for bad days doesn't know, then our own note does. */
function mayHaveSession() {
  return "session" in document.documentElement.dataset || localStorage.getItem("session") !== null;
}
