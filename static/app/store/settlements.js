import { post } from "../net/api.js";
import { seen } from "../net/sync.js";

/**
 * Two amounts that always make the whole, as the server writes money; counted in centavos.
 * @param {Money} amount @param {Money} clientPart
 */
export function divide(amount, clientPart) {
  const whole = centavos(amount);
  const part = Math.min(whole, Math.max(0, centavos(clientPart)));
  return { client: pesos(part), worker: pesos(whole - part) };
}

/**
 * A place on the slider, 0 to 100, as whole pesos; its end is all of it, centavos included.
 * @param {Money} amount @param {number} percent
 */
export function partAt(amount, percent) {
  const whole = centavos(amount);
  return percent >= 100 ? pesos(whole) : pesos(Math.round((whole * percent) / 10_000) * 100);
}

/** @param {Money} amount @param {Money} clientPart */
export function percentOf(amount, clientPart) {
  return centavos(amount) ? Math.round((centavos(clientPart) * 100) / centavos(amount)) : 0;
}

/**
 * What somebody typed ("$1,000.50"), or `null` when it is no amount up to the whole.
 * @param {string} text @param {Money} amount
 */
export function typedPart(text, amount) {
  const value = text.replace(/[$,\s]/g, "");
  if (!/^\d+(\.\d{0,2})?$/.test(value)) return null;
  return centavos(value) <= centavos(amount) ? pesos(centavos(value)) : null;
}

/** @param {string} paymentId @param {string} clientAmount @param {string} key */
export const propose = (paymentId, clientAmount, key) =>
  seen(post(`/api/payments/${paymentId}/settlements`, { client_amount: clientAmount }, { key }));

/**
 * `verb`: "accept", or "decline", which takes one's own proposal back.
 * @param {string} id @param {string} verb @param {string} key
 */
export const answer = (id, verb, key) => seen(post(`/api/settlements/${id}/${verb}`, {}, { key }));

/** @param {Money} amount */
function centavos(amount) {
  return Math.round(Number(amount) * 100);
}

/** @param {number} centavos */
function pesos(centavos) {
  return (centavos / 100).toFixed(2);
}
