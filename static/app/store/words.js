import { isPast, left, moment, money } from "../format.js";
import { knows, t } from "../i18n.js";

const MONEY = ["amount", "fee", "total", "purchase_amount", "client_amount", "worker_amount", "refund_amount", "returned", "disputed_amount"];
const INSTANTS = ["release_at", "presumed_at", "refund_eligible_until", "expires_at", "redo_due_at", "call_at"];

/**
 * What an event's card says to this side, to whoever did it (`mine`) or of whom it asks something (`of`); `part` is "why" for the line under it. A kind
 * without a sentence of its own still says its name.
 * @param {{kind: string, [fact: string]: any}} event
 * @param {{role: string, name?: string, mine?: boolean | null}} reader
 * @param {string | null} part
 */
export function wordsOfEvent(event, { role, name = "", mine = null }, part = null) {
  const side = role === "worker" ? "worker" : "client";
  const whose = event.of ? addressed(event.of, side) : mine ? "mine" : "theirs";
  const values = { ...valuesOf(event), name: event.name ?? name };
  const end = part ? `.${part}` : "";
  const keys = [
    `event.${event.kind}.${side}${variantOf(event)}${end}`,
    `event.${event.kind}.${side}${end}`,
    `event.${event.kind}.${whose}${end}`,
    `event.${event.kind}${end}`,
  ];
  const key = keys.find(knows);
  if (key) return t(key, values);
  return part ? null : t("event.unknown", { kind: event.kind.replace(/[._]/g, " ") });
}

/**
 * One line for the inbox.
 * @param {Row | null | undefined} row @param {Reader & {me: string}} given
 */
export function lineOf(row, { me, role, name }) {
  if (!row || row.hidden) return "";
  if (row.event) return wordsOfEvent(row.event, { role, name, mine: row.sender_id === me });
  const said = row.message_type === "text" ? row.content : t(`message.type.${row.message_type}`);
  return row.sender_id === me ? t("inbox.you", { said }) : said;
}

/**
 * A contact may have been free, or bought again, which is not refunded twice; a bank says who was right.
 * @param {Facts} event
 */
function variantOf(event) {
  if (event.outcome) return `_${event.outcome}`;
  if (event.why === "suspended") return "_stopped";
  if (event.is_free || Number(event.purchase_amount) === 0) return "_free";
  return event.refund_eligible_until === null ? "_again" : "";
}

/**
 * What support asks of one side, or of both.
 * @param {string} of @param {string} side
 */
function addressed(of, side) {
  return of === side || of === "both" ? "you" : "other";
}

/** @param {Facts} event */
function valuesOf(event) {
  const values = { ...event };
  for (const name of MONEY) if (event[name]) values[name] = money(event[name]);
  for (const name of INSTANTS) if (event[name]) values[name] = moment(event[name]);
  return values;
}

/** What a conversation says about itself to this reader, wherever it is listed or opened. */

/** @param {Conversation} conversation */
export function otherName(conversation) {
  const contact = conversation.contact ?? {};
  return contact.full_name || contact.first_name || t("conversation.someone");
}

/**
 * As one says it in a sentence: the first name.
 * @param {Conversation} conversation
 */
export function shortName(conversation) {
  return otherName(conversation).split(" ")[0];
}

/** @param {Conversation} conversation @param {string} me */
export function otherId(conversation, me) {
  const other = conversation.participants?.find((person) => person.user_id !== me && isParty(person));
  return other?.user_id ?? null;
}

/**
 * How far the other side has read, for the ticks.
 * @param {Conversation} conversation @param {string} me
 */
export function otherReadSeq(conversation, me) {
  const others = (conversation.participants ?? []).filter((person) => person.user_id !== me && isParty(person));
  return Math.max(0, ...others.map((person) => person.last_read_seq ?? 0));
}

/** @param {Conversation} conversation */
export function isRevealed(conversation) {
  return Boolean(conversation.contact_revealed_at ?? conversation.contact?.phone);
}

/**
 * For whom an event's words are, and whether it was their own deed: `mine` is `null` where nobody did it.
 * @param {Conversation} conversation @param {Row} row @param {{id: string, role: string}} given
 */
export function readerOf(conversation, row, { id, role }) {
  return { role, name: shortName(conversation), mine: row.sender_id ? row.sender_id === id : null };
}

/**
 * What will happen by itself, soonest first.
 * @param {Conversation} conversation
 */
export function deadlinesAhead(conversation) {
  const ahead = (conversation.deadlines ?? []).filter((one) => !isPast(one.due_at));
  return ahead.sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
}

/**
 * At most one chip, and only for something that waits for this person: what comes first of it.
 * @param {Conversation} conversation @param {string} role
 */
export function chipOf(conversation, role) {
  const other = role === "client" ? "worker" : "client";
  /** @param {Deadline} deadline */
  const keyOf = ({ effect }) => `inbox.chip.${effect}.${role}`;
  /** @param {Deadline} deadline */
  const isMine = (deadline) => deadline.why !== `${other}_undecided` && knows(keyOf(deadline));
  const deadline = deadlinesAhead(conversation).find(isMine);
  return deadline ? t(keyOf(deadline), { left: left(deadline.due_at) }) : null;
}

/** @param {Conversation} conversation @param {string} role */
export function needsYou(conversation, role) {
  return (conversation.unread_count ?? 0) > 0 || chipOf(conversation, role) !== null;
}

/** @param {Participant} person */
function isParty(person) {
  return person.role === undefined || person.role === "client" || person.role === "worker";
}
