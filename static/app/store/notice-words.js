import { money } from "../format.js";
import { knows, t } from "../i18n.js";
import { wordsOfEvent } from "./words.js";

const AMOUNTS = ["amount", "balance", "budget_limit", "price"];

/**
 * What a notice says; `name` is the other one's, where the notice is about a conversation.
 * @param {Told} notice @param {Reader} reader
 */
export function wordsOfNotice({ kind, facts }, { me, role, name }) {
  /** @type {Facts} */
  const values = { ...facts, name: facts.name ?? name };
  for (const one of AMOUNTS) if (facts[one]) values[one] = money(facts[one], { short: true });
  const free = Number(facts.amount) === 0 ? "_free" : "";
  const key = [`notice.${kind}.${role}`, `notice.${kind}${free}`, `notice.${kind}`].find(knows);
  return key ? t(key, values) : wordsOfEvent({ ...facts, kind }, { role, name, mine: Boolean(me) && facts.by === me });
}

/** @type {Record<string, (facts: Facts, reader: {me: string}) => string>} */
const PLACES = {
  "lead.new": ({ lead_id: id }) => `/leads/${id}`,
  "review.left": (_, { me }) => `/professionals/${me}`,
  "review.answered": ({ worker_id: id }) => `/professionals/${id}`,
  "worker.approved": () => "/leads",
};
/** @type {Record<string, string>} */
const GROUPS = { deposit: "/wallet", auto_reload: "/wallet", wallet: "/wallet", withdrawal: "/wallet", debt: "/wallet", budget: "/wallet", worker: "/profile" };

/**
 * Where a tap leads: to what the notice is about, `null` where there is nothing to see.
 * @param {Told} notice @param {{me: string, role: string}} reader
 */
export function placeOf({ kind, facts }, { me, role }) {
  if (PLACES[kind]) return PLACES[kind](facts, { me });
  if (facts.conversation_id && (role === "client" || role === "worker")) return `/conversations/${facts.conversation_id}`;
  return GROUPS[kind.split(".")[0]] ?? null;
}

/** @type {Record<string, string>} */
const ICONS = { lead: "bell", payment: "bill", escrow: "shield", service: "check", dispute: "flag", settlement: "flag", chargeback: "flag", review: "star", worker: "badge", desk: "flag", conversation: "flag" };

/** @param {string} kind */
export function iconOf(kind) {
  return ICONS[kind.split(".")[0]] ?? "wallet";
}
