import { signal } from "@preact/signals-core";
import { get, post } from "../net/api.js";

/** What a handyman may buy, newest first; `null` until the first list is here. @type {Held<Lead[] | null>} */
export const available = signal(null);

export function forgetLeads() {
  available.value = null;
}

/** @param {LeadEvent} event */
export function apply(event) {
  available.value = reduce(available.value, event);
}

/** @param {Lead[] | null} leads @param {LeadEvent} event @returns {Lead[] | null} */
export function reduce(leads, event) {
  switch (event.type) {
    case "listed":
      return [...arrived(leads, event), ...event.items];
    case "new":
      return [event.lead, ...(leads ?? []).filter((lead) => lead.id !== event.lead.id)];
    case "bought":
      return leads && leads.map((lead) => (lead.id === event.id ? { ...lead, purchase: { conversation_id: event.conversationId } } : lead));
    default:
      return leads;
  }
}

/** All of them: what is open to one handyman is never much, and one that is far down may be the best. */
export async function loadAvailable() {
  const before = available.value;
  /** @type {Lead[]} */
  const items = [];
  let cursor = null;
  do {
    const page = await get("/api/leads/available", { limit: 50, cursor });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  apply({ type: "listed", items, before });
}

/** What was sent before the socket was open, no frame has told. */
export function lookAgain() {
  if (available.value !== null) loadAvailable().catch(() => null);
}

/**
 * Alerts that came while the list was on its way, which may not know them.
 * @param {Lead[] | null} leads @param {Extract<LeadEvent, {type: "listed"}>} given
 */
function arrived(leads, { items, before }) {
  const known = new Set([...(before ?? []), ...items].map((lead) => lead.id));
  return (leads ?? []).filter((lead) => !known.has(lead.id));
}

/**
 * Answers the id of the conversation; a lead bought before leads to the conversation it already has.
 * @param {Lead} lead @param {string} key
 */
export async function buy(lead, key) {
  try {
    const { conversation } = await post(`/api/leads/${lead.id}/purchase`, {}, { key });
    apply({ type: "bought", id: lead.id, conversationId: conversation.id });
    return conversation.id;
  } catch (/** @type {any} */ refusal) {
    const before = refusal.details?.conversation_id;
    if (refusal.code === "LEAD_ALREADY_PURCHASED" && before) return before;
    throw refusal;
  }
}
