import { get } from "../net/api.js";

/** @param {string} role */
export function loadNumbers(role) {
  return get(`/api/numbers/${role}`);
}

/**
 * Heights of bars out of 100; what happened at all is never flat, and nothing at all is.
 * @param {(number | null)[]} values
 */
export function heights(values) {
  const most = Math.max(...values.map((value) => value ?? 0), 0);
  return values.map((value) => (value ? Math.max(4, Math.round((100 * value) / most)) : 0));
}
