import { dayAndTime, money } from "../format.js";
import { knows, t } from "../i18n.js";

const MONEY = [
  "amount",
  "service_fee",
  "total",
  "purchase_amount",
  "client_amount",
  "worker_amount",
  "refund_amount",
  "price",
];
const INSTANTS = ["release_at", "auto_confirm_at", "refund_eligible_until", "expires_at"];

/** What an event's card says to this side; a kind without a sentence of its own still says its name. */
export function wordsOfEvent(event, role, suffix = "") {
  const side = role === "worker" ? "worker" : "client";
  const values = valuesOf(event);
  for (const key of [`event.${event.kind}.${side}${suffix}`, `event.${event.kind}${suffix}`]) {
    if (knows(key)) return t(key, values);
  }
  return suffix ? null : t("event.unknown", { kind: event.kind.replace(/[._]/g, " ") });
}

export function valuesOf(event) {
  const values = { ...event };
  for (const name of MONEY) if (event[name]) values[name] = money(event[name]);
  for (const name of INSTANTS) if (event[name]) values[name] = dayAndTime(event[name]);
  return values;
}

/** One line for the inbox. */
export function lineOf(row, { me, role }) {
  if (!row || row.hidden) return "";
  if (row.event) return wordsOfEvent(row.event, role, ".line") ?? wordsOfEvent(row.event, role);
  const said = row.message_type === "text" ? row.content : t(`message.type.${row.message_type}`);
  return row.sender_id === me ? t("inbox.you", { said }) : said;
}
