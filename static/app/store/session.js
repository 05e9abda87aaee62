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

/** @type {Promise<unknown> | null} */
let leaving = null;

export const role = computed(() => user.value?.role ?? null);

/** With no network, the one who was here last is still here: drafts and unsent words are theirs. */
export async function restoreSession() {
  if (!mayHaveSession() || isLeaving()) {
    user.value = null;
    finishLeaving();
    return;
  }
  const before = lastHere();
  try {
    await remember(await get("/api/auth/me"), before);
  } catch (/** @type {any} */ refusal) {
    user.value = refusal.status === 401 ? null : await before;
  }
}

/** @param {object} credentials */
export async function signIn(credentials) {
  await finishLeaving();
  await remember(await post("/api/auth/login", credentials));
  localStorage.removeItem("leaving");
  if (me().locale && me().locale !== locale.value) await speak(/** @type {string} */ (me().locale));
}

/** @param {object} person @param {string} key */
export async function signUp(person, key) {
  await finishLeaving();
  await remember(await post("/api/auth/register", { ...person, locale: locale.value }, { key }));
  localStorage.removeItem("leaving");
}

/** At once for whoever holds the phone; what the server has of it ends as soon as it can be told. */
export async function signOut() {
  localStorage.setItem("leaving", "1");
  await forget();
  await finishLeaving();
}

/** Whoever left without a network is let in by nothing that they left behind. One at a time, before anybody enters. */
export async function finishLeaving() {
  if (!isLeaving()) return;
  leaving ??= post("/api/auth/logout").then(
    () => localStorage.removeItem("leaving"),
    (refusal) => refusal.passing || localStorage.removeItem("leaving"),
  );
  await leaving;
  leaving = null;
}

/** Also when the server says so: a session that ended, an account that was suspended. */
export async function forget() {
  user.value = null;
  localStorage.removeItem("session");
  await forgetEverything();
}

export async function refreshUser() {
  await renew(get("/api/auth/me"));
}

/**
 * `run` at once when somebody else is here, or nobody: for what a screen's own store holds of one person, which
 * live.js doesn't know of.
 * @param {() => void} run
 */
export function onLeaving(run) {
  let whose = user.value?.id;
  user.subscribe((person) => {
    if (person?.id === whose) return;
    whose = person?.id;
    run();
  });
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
  await renew(post("/api/users/profile-image", { upload_id: id }));
}

/** `full_name`; `email` or `phone` with the `password`. @param {{[fact: string]: unknown}} changes */
export async function revise(changes) {
  await renew(patch("/api/users/profile", changes));
}

export function resendVerification() {
  return post("/api/auth/verify-email/resend");
}

let asked = 0;
let heard = 0;

/**
 * What the server says of who is here, unless they have left meanwhile, or it has said something newer.
 * @param {Promise<any>} asking
 */
async function renew(asking) {
  const [turn, id] = [++asked, user.value?.id];
  const answer = await asking;
  if (user.value?.id !== id || turn < heard) return;
  heard = turn;
  await remember(answer);
}

/**
 * What is kept here is one person's: somebody else's goes first.
 * @param {any} answer @param {Promise<Person | null>} [before]
 */
async function remember(answer, before = Promise.resolve(user.value ?? lastHere())) {
  const person = answer.user ?? answer;
  const other = await before;
  if (other && other.id !== person.id) await forgetEverything();
  user.value = person;
  localStorage.setItem("session", person.id);
  await db.put("kept", "user", person).catch(() => null);
}

/** @returns {Promise<Person | null>} */
function lastHere() {
  return db.get("kept", "user").then((person) => person ?? null, () => null);
}

function isLeaving() {
  return localStorage.getItem("leaving") !== null;
}

/** The page says whether our cookie came with it; a page kept for bad days doesn't know, then our own note does. */
function mayHaveSession() {
  return "session" in document.documentElement.dataset || localStorage.getItem("session") !== null;
}
