import { computed, signal } from "@preact/signals-core";
import { now } from "../clock.js";
import { get, patch, post, remove } from "../net/api.js";

export const LEAD_PRICE = 100;
export const LOWEST_DEPOSIT = 300;
export const HIGHEST_DEPOSIT = 10_000;
export const LOWEST_BUDGET = 300;

/**
 * `{balance, budget_limit, budget_spent, week_resets_at, free_until, is_paused}`, `null` until it is here.
 * @type {Held<Balance | null>}
 */
export const wallet = signal(null);

export const budgetLeft = computed(() => {
  const { budget_limit = 0, budget_spent = 0 } = wallet.value ?? {};
  return Math.max(0, Number(budget_limit) - Number(budget_spent));
});

export function forgetWallet() {
  wallet.value = null;
}

/** @param {Balance} balance */
export function apply(balance) {
  wallet.value = { ...wallet.value, ...balance };
}

/** @param {Balance | null} state */
export function isFree(state, instant = now()) {
  return Date.parse(state?.free_until ?? "") > instant;
}

/**
 * Green above 300, amber from 100, red below: the specification's bands.
 * @param {Money} balance
 */
export function band(balance) {
  if (Number(balance) > 300) return "good";
  return Number(balance) >= LEAD_PRICE ? "low" : "empty";
}

/**
 * What stands in the way of buying, as an error code; `null` when nothing does.
 * @param {Balance | null} state
 */
export function obstacle(state, instant = now()) {
  if (!state) return null;
  if (state.is_paused) return "ACCOUNT_PAUSED";
  if (isFree(state, instant)) return null;
  if (Number(state.balance) < LEAD_PRICE) return "INSUFFICIENT_BALANCE";
  if (Number(state.budget_spent) + LEAD_PRICE > Number(state.budget_limit)) return "WEEKLY_BUDGET_REACHED";
  return null;
}

/** @type {Record<string, string[]>} */
const WAYS_OUT = {
  INSUFFICIENT_BALANCE: ["wallet.add"],
  WEEKLY_BUDGET_REACHED: ["wallet.budget_raise", "pause.action"],
  ACCOUNT_PAUSED: ["wallet.resume"],
};

/**
 * What one can do about it, as words; all of it on the balance's screen.
 * @param {string} code
 */
export function waysOut(code) {
  return WAYS_OUT[code] ?? [];
}

export async function loadWallet() {
  apply(await get("/api/wallet/balance"));
}

export function loadTransactions(cursor = null) {
  return get("/api/wallet/transactions", { limit: 50, cursor });
}

/** @param {object} changes @param {string} key */
export async function changeBudget(changes, key) {
  apply(await patch("/api/wallet/budget", changes, { key }));
}

/**
 * `{amount, method: "card" | "oxxo" | "spei", save_card}`
 * @param {object} body @param {string} key
 */
export function deposit(body, key) {
  return post("/api/wallet/deposit", body, { key });
}

export async function loadDeposits() {
  return (await get("/api/wallet/deposits", { limit: 20 })).items;
}

export async function loadCards() {
  return (await get("/api/wallet/cards")).items;
}

/** @param {string} id @param {string} key */
export function removeCard(id, key) {
  return remove(`/api/wallet/cards/${encodeURIComponent(id)}`, { key });
}

export function loadAutoReload() {
  return get("/api/wallet/auto-reload");
}

/** @param {object} changes @param {string} key */
export function changeAutoReload(changes, key) {
  return patch("/api/wallet/auto-reload", changes, { key });
}
