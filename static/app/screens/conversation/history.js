import { get } from "../../net/api.js";
import { apply, oldestSeq, timelineOf } from "../../store/timeline.js";

const PAGE = 50;

/** The newest page; with rows already held, only what came after them. */
export async function loadNewest(id) {
  const held = timelineOf(id);
  if (held.loaded) {
    const { items } = await messages(id, { after: held.lastSeq });
    apply(id, { type: "rows", rows: items });
    return;
  }
  const { items } = await messages(id, {});
  apply(id, { type: "history", rows: items, reachedStart: reachesStart(items) });
}

export async function loadOlder(id) {
  const { items } = await messages(id, { before: oldestSeq(timelineOf(id)) });
  apply(id, { type: "history", rows: items, reachedStart: items.length === 0 || reachesStart(items) });
}

function messages(id, query) {
  return get(`/api/conversations/${id}/messages`, { limit: PAGE, ...query });
}

function reachesStart(rows) {
  return rows.length === 0 || rows[0].seq === 1;
}
