import { get } from "../../net/api.js";
import { db } from "../../net/db.js";
import { loadConversation, showKeptInbox } from "../../store/conversations.js";
import { apply, oldestSeq, timelineOf } from "../../store/timeline.js";

// More rows at once, and a slow phone stumbles where they are drawn.
const PAGE = 30;
const LARGE_PAGE = 100;

/** What was kept of it stands while the network is asked, and where it doesn't answer. */
export async function openTalk(id) {
  const kept = Promise.all([showKeptInbox(), showKeptRows(id)]);
  try {
    await Promise.all([loadConversation(id), loadNewest(id)]);
  } catch (refusal) {
    await kept;
    throw refusal;
  }
}

export async function loadOlder(id, limit = PAGE) {
  const rows = await messages(id, { before: oldestSeq(timelineOf(id)), limit });
  apply(id, { type: "history", rows, reachedStart: rows.length === 0 || rows[0].seq === 1 });
}

/** All the way to a row: what is held has no gaps. */
export async function loadBackTo(id, seq) {
  while (oldestSeq(timelineOf(id)) > seq && !timelineOf(id).reachedStart) await loadOlder(id, LARGE_PAGE);
}

export function keepRows(id) {
  return db.put("kept", nameOf(id), timelineOf(id).rows.slice(-PAGE));
}

async function loadNewest(id) {
  apply(id, { type: "newest", rows: await messages(id) });
}

async function showKeptRows(id) {
  if (timelineOf(id).loaded) return;
  const rows = await db.get("kept", nameOf(id));
  if (rows?.length && !timelineOf(id).loaded) apply(id, { type: "newest", rows });
}

async function messages(id, query = {}) {
  return (await get(`/api/conversations/${id}/messages`, { limit: PAGE, ...query })).items;
}

function nameOf(id) {
  return `talk-${id}`;
}
