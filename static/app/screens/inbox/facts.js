import { isPast, left } from "../../format.js";
import { knows, t } from "../../i18n.js";

/** What a conversation says about itself to this reader, wherever it is listed or opened. */

export function otherName(conversation) {
  const contact = conversation.contact ?? {};
  return contact.full_name || contact.first_name || t("conversation.someone");
}

/** As one says it in a sentence: the first name. */
export function shortName(conversation) {
  return otherName(conversation).split(" ")[0];
}

export function otherId(conversation, me) {
  const other = conversation.participants?.find((person) => person.user_id !== me && isParty(person));
  return other?.user_id ?? null;
}

/** How far the other side has read, for the ticks. */
export function otherReadSeq(conversation, me) {
  const others = (conversation.participants ?? []).filter((person) => person.user_id !== me && isParty(person));
  return Math.max(0, ...others.map((person) => person.last_read_seq ?? 0));
}

export function isRevealed(conversation) {
  return Boolean(conversation.contact_revealed_at ?? conversation.contact?.phone);
}

/** For whom an event's words are, and whether it was their own deed: `mine` is `null` where nobody did it. */
export function readerOf(conversation, row, { id, role }) {
  return { role, name: shortName(conversation), mine: row.sender_id ? row.sender_id === id : null };
}

/** What will happen by itself, soonest first. */
export function deadlinesAhead(conversation) {
  const ahead = (conversation.deadlines ?? []).filter((one) => !isPast(one.due_at));
  return ahead.sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
}

/** At most one chip, and only for something that waits for this person: what comes first of it. */
export function chipOf(conversation, role) {
  const other = role === "client" ? "worker" : "client";
  const keyOf = ({ effect }) => `inbox.chip.${effect}.${role}`;
  const isMine = (deadline) => deadline.why !== `${other}_undecided` && knows(keyOf(deadline));
  const deadline = deadlinesAhead(conversation).find(isMine);
  return deadline ? t(keyOf(deadline), { left: left(deadline.due_at) }) : null;
}

export function needsYou(conversation, role) {
  return (conversation.unread_count ?? 0) > 0 || chipOf(conversation, role) !== null;
}

function isParty(person) {
  return person.role === undefined || person.role === "client" || person.role === "worker";
}
