import { signal } from "@preact/signals-core";
import { get } from "../net/api.js";
import { db } from "../net/db.js";
import { loadConversation, showKeptInbox } from "./conversations.js";

// More rows at once, and a slow phone stumbles where they are drawn.
const PAGE = 30;
const LARGE_PAGE = 100;

/**
 * One conversation's rows in `seq` order. `lastSeq` is the end of the unbroken part that we hold; a row beyond it
 * means that something in between was missed. `pending` is what we said and nobody has numbered yet.
 * @type {TimelineState}
 */
export const EMPTY = { rows: [], lastSeq: 0, reachedStart: false, loaded: false, pending: [] };

/** @type {Held<Map<string, TimelineState>>} */
export const timelines = signal(new Map());

/** @param {string} id */
export function timelineOf(id) {
  return timelines.value.get(id) ?? EMPTY;
}

/** @param {string} id @param {TimelineEvent} event */
export function apply(id, event) {
  const before = timelineOf(id);
  const after = reduce(before, event);
  if (after !== before) timelines.value = new Map(timelines.value).set(id, after);
}

/** @param {string} id */
export function drop(id) {
  const rest = new Map(timelines.value);
  rest.delete(id);
  timelines.value = rest;
}

export function forgetTimelines() {
  timelines.value = new Map();
}

/**
 * What was kept of it stands while the network is asked, and where it doesn't answer.
 * @param {string} id
 */
export async function openTalk(id) {
  const kept = Promise.all([showKeptInbox(), showKeptRows(id)]);
  try {
    await Promise.all([loadConversation(id), loadNewest(id)]);
  } catch (refusal) {
    await kept;
    throw refusal;
  }
}

/** @param {string} id */
export async function loadOlder(id, limit = PAGE) {
  const before = oldestSeq(timelineOf(id));
  const rows = await messages(id, { before, limit });
  // What was held may have been replaced meanwhile, and these would stand before a gap.
  if (oldestSeq(timelineOf(id)) === before) apply(id, { type: "history", rows, reachedStart: rows.length === 0 || rows[0].seq === 1 });
}

/** All the way to a row: what is held has no gaps. @param {string} id @param {number} seq */
export async function loadBackTo(id, seq) {
  while (oldestSeq(timelineOf(id)) > seq && !timelineOf(id).reachedStart) await loadOlder(id, LARGE_PAGE);
}

/** @param {string} id */
export function keepRows(id) {
  return db.put("kept", nameOf(id), timelineOf(id).rows.slice(-PAGE));
}

/** @param {string} id */
async function loadNewest(id) {
  apply(id, { type: "newest", rows: await messages(id) });
}

/** @param {string} id */
async function showKeptRows(id) {
  if (timelineOf(id).loaded) return;
  const rows = await db.get("kept", nameOf(id));
  if (rows?.length && !timelineOf(id).loaded) apply(id, { type: "newest", rows });
}

/** @param {string} id @param {Facts} query */
async function messages(id, query = {}) {
  return (await get(`/api/conversations/${id}/messages`, { limit: PAGE, ...query })).items;
}

/** @param {string} id */
function nameOf(id) {
  return `talk-${id}`;
}

/** @param {TimelineState} timeline @param {TimelineEvent} event @returns {TimelineState} */
export function reduce(timeline, event) {
  switch (event.type) {
    case "rows":
      return withRows(timeline, event.rows);
    case "history":
      return withHistory(timeline, event.rows, event.reachedStart);
    case "newest":
      return withNewest(timeline, event.rows);
    case "reset":
      return withReset(timeline, event.rows, event.lastSeq);
    case "pending":
      return withPending(timeline, event.message);
    case "dropped":
      return { ...timeline, pending: timeline.pending.filter((message) => message.key !== event.key) };
    default:
      return timeline;
  }
}

/** @param {TimelineState} timeline */
export function isMissingRows(timeline) {
  const newest = timeline.rows.at(-1);
  return timeline.loaded && newest !== undefined && newest.seq > timeline.lastSeq;
}

/** @param {TimelineState} timeline */
export function oldestSeq(timeline) {
  return timeline.rows[0]?.seq ?? 0;
}

/** @param {TimelineState} timeline @param {Row[]} rows @returns {TimelineState} */
function withRows(timeline, rows) {
  const merged = merge(timeline.rows, rows);
  const numbered = new Set(rows.map((row) => row.client_msg_id).filter(Boolean));
  return {
    ...timeline,
    rows: merged,
    lastSeq: unbroken(merged, timeline.lastSeq),
    pending: timeline.pending.filter((message) => !numbered.has(message.key)),
  };
}

/**
 * The first page, or an older one: it ends where the rows that we hold begin.
 * @param {TimelineState} timeline @param {Row[]} rows @param {boolean} reachedStart @returns {TimelineState}
 */
function withHistory(timeline, rows, reachedStart) {
  const lastSeq = timeline.loaded ? timeline.lastSeq : (rows.at(-1)?.seq ?? 0);
  const next = withRows({ ...timeline, lastSeq }, rows);
  return { ...next, loaded: true, reachedStart: timeline.reachedStart || reachedStart };
}

/**
 * The newest page joins what is held, or replaces it when too much lies between.
 * @param {TimelineState} timeline @param {Row[]} rows @returns {TimelineState}
 */
function withNewest(timeline, rows) {
  const first = rows[0]?.seq ?? 1;
  if (!timeline.loaded) return withHistory(timeline, rows, first === 1);
  if (first <= timeline.lastSeq + 1) return withRows(timeline, rows);
  return withReset(timeline, rows, rows[rows.length - 1].seq);
}

/** @param {TimelineState} timeline @param {Row[]} rows @param {number} lastSeq @returns {TimelineState} */
function withReset(timeline, rows, lastSeq) {
  const next = withRows({ ...EMPTY, loaded: true, pending: timeline.pending, lastSeq }, rows);
  return { ...next, lastSeq, reachedStart: rows.length === 0 || rows[0].seq === 1 };
}

/** @param {TimelineState} timeline @param {Unsent} message @returns {TimelineState} */
function withPending(timeline, message) {
  if (timeline.rows.some((row) => row.client_msg_id === message.key)) return timeline;
  const others = timeline.pending.filter((other) => other.key !== message.key);
  const pending = [...others, message].sort((a, b) => a.position - b.position);
  return { ...timeline, pending };
}

/** @param {Row[]} held @param {Row[]} rows @returns {Row[]} */
function merge(held, rows) {
  const isNext = rows.length === 1 && (held.at(-1)?.seq ?? 0) < rows[0].seq;
  if (isNext && !rows[0].event?.media) return [...held, rows[0]];
  const bySeq = new Map(held.map((row) => [row.seq, row]));
  for (const row of rows) bySeq.set(row.seq, row);
  for (const row of bySeq.values()) changeTarget(bySeq, row);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/**
 * What became of a file after its row was written stands in a later row that points back.
 * @param {Map<number, Row>} bySeq @param {Row} row
 */
function changeTarget(bySeq, { event, target_seq: seq }) {
  const target = seq ? bySeq.get(seq) : undefined;
  if (event?.media && target && !target.hidden) bySeq.set(target.seq, { ...target, media: event.media });
}

/** @param {Row[]} rows @param {number} from */
function unbroken(rows, from) {
  let end = from;
  for (const row of rows) if (row.seq === end + 1) end = row.seq;
  return end;
}
