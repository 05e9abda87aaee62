import { signal } from "@preact/signals-core";
import { now } from "../clock.js";
import { get, post, remove } from "../net/api.js";
import { onLeaving } from "./session.js";

/** The handyman's own profile, an empty draft at first; `null` until it is here. @type {Held<Facts | null>} */
export const profile = signal(null);

onLeaving(() => (profile.value = null));

export const SHORTEST = 20;
export const LONGEST = 400;

export async function loadProfile() {
  profile.value = await get("/api/workers/profile");
}

/** @param {object} body @param {string} key */
export async function saveProfile(body, key) {
  await post("/api/workers/profile", body, { key });
  await loadProfile();
}

/** @param {object} body @param {string} key */
export async function addService(body, key) {
  await post("/api/workers/services", body, { key });
  await loadProfile();
}

/** @param {string} id */
export async function removeService(id) {
  await remove(`/api/workers/services/${id}`);
  await loadProfile();
}

/** @param {string} key */
export async function submitProfile(key) {
  await post("/api/workers/profile/submit", {}, { key });
  await loadProfile();
}

/**
 * What approval still needs, as words' keys.
 * @param {Facts} held @param {Facts} person
 */
export function missing(held, person) {
  const gaps = [];
  if (held.description.trim().length < SHORTEST) gaps.push("description");
  if (!held.service_areas.length) gaps.push("zones");
  if (!Object.keys(held.availability).length) gaps.push("availability");
  if (!held.services.length) gaps.push("services");
  if (!person.email_verified) gaps.push("email");
  if (!person.phone_verified) gaps.push("phone");
  return gaps;
}

/** @param {Facts} held */
export function mayBeSubmitted(held) {
  return ["draft", "changes_requested"].includes(held.approval_status) || mayReapply(held);
}

/** @param {Facts} given */
function mayReapply({ approval_status: status, may_reapply_at: at }) {
  return status === "rejected" && Boolean(at) && Date.parse(at) <= now();
}
