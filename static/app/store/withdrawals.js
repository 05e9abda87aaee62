import { get, post } from "../net/api.js";

export const LOWEST = 100;

const WEIGHTS = [3, 7, 1];

/**
 * As people type or paste it: "032 180 0001 1835 9719".
 * @param {string} text
 */
export function digitsOf(text) {
  return text.replace(/[\s-]/g, "");
}

/**
 * 18 digits whose last one agrees with the others: a slip of a finger is caught before it is sent.
 * @param {string} text
 */
export function isClabe(text) {
  const digits = digitsOf(text);
  if (!/^\d{18}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 17)].reduce((total, digit, place) => total + ((Number(digit) * WEIGHTS[place % 3]) % 10), 0);
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

/**
 * What stands in the way of sending the form, as an error code; `null` when nothing does.
 * @param {{amount: string, clabe: string, holder: string}} given @param {Money} withdrawable
 */
export function gapIn({ amount, clabe, holder }, withdrawable) {
  const value = Number(amount.replace(/[$,\s]/g, ""));
  if (!(value >= LOWEST)) return "WITHDRAWAL_TOO_SMALL";
  if (value > Number(withdrawable)) return "EARNINGS_TOO_LOW";
  if (!isClabe(clabe)) return "CLABE_INVALID";
  return holder.trim() ? null : "HOLDER_INVALID";
}

/** @param {{amount: string, clabe: string, holder: string, bank: string}} given */
export function bodyOf({ amount, clabe, holder, bank }) {
  const body = { amount: Number(amount.replace(/[$,\s]/g, "")).toFixed(2), clabe: digitsOf(clabe), account_holder: holder.trim() };
  return bank.trim() ? { ...body, bank_name: bank.trim() } : body;
}

/**
 * Where it stands, as a word's key: one that was asked for waits for the mail's link, then for us.
 * @param {{status: string, is_confirmed: boolean, reason: string | null}} given
 */
export function stateOf({ status, is_confirmed: isConfirmed, reason }) {
  if (status === "requested") return isConfirmed ? "confirmed" : "asked";
  return status === "cancelled" && reason === "not_confirmed" ? "expired" : status;
}

export function loadWithdrawals(cursor = null) {
  return get("/api/wallet/withdrawals", { limit: 20, cursor });
}

/** @param {object} body @param {string} key */
export const withdraw = (body, key) => post("/api/wallet/withdraw", body, { key });
/** @param {string} id @param {string} key */
export const cancelWithdrawal = (id, key) => post(`/api/wallet/withdrawals/${id}/cancel`, {}, { key });
