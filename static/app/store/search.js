import { get } from "../net/api.js";

/** What a search asks for, as it stands in the address: text by name, nothing that is empty. @typedef {Record<string, string>} Wanted */

const RATINGS = ["4.5", "4", "3"];
const ORDERS = ["rating", "price"];
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PRICE = /^\d{1,5}(\.\d{1,2})?$/;

/** @param {string} text */
const isName = (text) => text.length <= 100;
/** @param {string} text */
const isPrice = (text) => PRICE.test(text) && Number(text) > 0;

/** Which the API knows, and which of their values can be meant. @type {[string, (value: string) => boolean][]} */
const KNOWN = [
  ["category", isName],
  ["service", isName],
  ["zone", isName],
  ["min_rating", (value) => RATINGS.includes(value)],
  ["min_price", isPrice],
  ["max_price", isPrice],
  ["day", (value) => DAYS.includes(value)],
  ["sort", (value) => ORDERS.includes(value)],
];

/** Prices are one filter for people. @type {Record<string, string[]>} */
const TOGETHER = { price: ["min_price", "max_price"], category: ["category", "service"] };

export const CHOICES = { min_rating: RATINGS, day: DAYS, sort: ORDERS };

/**
 * What of an address or a form can be meant; the rest is as if it had not been said.
 * @param {Record<string, string | null | undefined>} query
 * @returns {Wanted}
 */
export function wantedIn(query) {
  /** @type {Wanted} */
  const wanted = {};
  for (const [name, isMeant] of KNOWN) {
    const value = (query[name] ?? "").trim();
    if (value && isMeant(value)) wanted[name] = value;
  }
  if (!wanted.category) delete wanted.service;
  const { min_price: least, max_price: most } = wanted;
  if (least && most && Number(least) > Number(most)) [wanted.min_price, wanted.max_price] = [most, least];
  return wanted;
}

/**
 * Another category has other services.
 * @param {Wanted} wanted
 * @param {Record<string, string>} changes
 */
export function changed(wanted, changes) {
  const service = "category" in changes ? { service: "" } : null;
  return wantedIn({ ...wanted, ...service, ...changes });
}

/** The changes that take these filters off. @param {...string} filters */
export function off(...filters) {
  const names = filters.flatMap((filter) => TOGETHER[filter] ?? [filter]);
  return Object.fromEntries(names.map((name) => [name, ""]));
}

const NARROWING = ["service", "min_rating", "price", "day"];

/** Which are on, beside what and where. @param {Wanted} wanted */
export function narrowing(wanted) {
  return NARROWING.filter((filter) => (TOGETHER[filter] ?? [filter]).some((name) => wanted[name]));
}

/** @param {Wanted} wanted */
export function addressOf(wanted) {
  const query = new URLSearchParams(wanted).toString();
  return query ? `/search?${query}` : "/search";
}

const PAGE = 20;

/** @param {Wanted} wanted @param {string | null} [cursor] where the page before ended */
export function find(wanted, cursor = null) {
  return get("/api/workers/search", { ...wanted, limit: PAGE, cursor });
}
