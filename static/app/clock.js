import { signal } from "@preact/signals-core";

let ahead = 0;

/** Changes when a countdown may read differently: on a beat, and when business time was moved. */
export const beat = signal(0);

/** Business time in milliseconds: the server's, which a sandbox may have moved. */
export function now() {
  return Date.now() + ahead;
}

/** @param {string} iso */
export function learnTime(iso) {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return;
  const before = ahead;
  ahead = instant - Date.now();
  if (Math.abs(ahead - before) > 5000) beat.value += 1;
}

/**
 * What is dated has happened: business time is at least that. (A frame brings no other news of a moved clock.)
 * @param {string} iso
 */
export function learnFromPast(iso) {
  if (Date.parse(iso) > now() + 1000) learnTime(iso);
}

export function startBeating(every = 15_000) {
  return setInterval(() => (beat.value += 1), every);
}
