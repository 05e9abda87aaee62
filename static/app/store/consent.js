import { signal } from "@preact/signals-core";
import { post } from "../net/api.js";
import { newKey } from "../net/keys.js";

const ANSWER = "measuring";
const VISIT = "visit";

/** Whether steps may be measured: "off" (nothing is, here), "asked" (no answer yet), "yes" or "no". */
export const consent = signal("off");

export function restoreConsent() {
  if (!("measured" in document.documentElement.dataset)) return;
  const kept = localStorage.getItem(ANSWER);
  // A browser that is told to ask for privacy everywhere has answered.
  const silent = globalThis.navigator?.globalPrivacyControl ? "no" : "asked";
  consent.value = kept === "yes" || kept === "no" ? kept : silent;
}

/**
 * Kept here, since it is this browser that is measured; who is signed in finds it in their data, too.
 * @param {boolean} granted @param {boolean} signedIn
 */
export async function answerConsent(granted, signedIn) {
  const answer = granted ? "yes" : "no";
  localStorage.setItem(ANSWER, answer);
  if (!granted) localStorage.removeItem(VISIT);
  consent.value = answer;
  if (signedIn) await post("/api/measures/agreement", { granted }).catch(() => null);
}

/** A random number for as long as the answer is yes; it is made of nothing. */
export function visit() {
  const held = localStorage.getItem(VISIT) ?? newKey();
  localStorage.setItem(VISIT, held);
  return held;
}
