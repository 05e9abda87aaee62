import { computed, signal } from "@preact/signals-core";
import { get, post } from "../net/api.js";

/**
 * What concerns one person alone, numbered per person: `{items, lastSeq}`.
 * @type {Held<{items: Notice[], lastSeq: number}>}
 */
export const notices = signal({ items: [], lastSeq: 0 });

export const unreadNotices = computed(() => notices.value.items.filter((one) => !one.is_read).length);

/** @param {NoticeEvent} event */
export function apply(event) {
  notices.value = reduce(notices.value, event);
}

/** @param {NoticeState} state @param {NoticeEvent} event @returns {NoticeState} */
export function reduce(state, event) {
  switch (event.type) {
    case "new":
      return withItems(state, [event.notice]);
    case "synced":
      return event.reset ? { items: event.items, lastSeq: event.lastSeq } : caughtUp(state, event);
    case "read":
      return { ...state, items: state.items.map((item) => (item.seq <= event.seq ? { ...item, is_read: true } : item)) };
    default:
      return state;
  }
}

/** A page, newest first, from before `cursor`; the first one also says what the list's bell counts. */
export async function loadNotices(cursor = null) {
  const answer = await get("/api/notifications", { limit: 30, cursor });
  if (cursor === null) apply({ type: "synced", items: answer.items, lastSeq: answer.last_seq });
  return answer;
}

/**
 * Everything up to `seq` was seen; here at once, on the other devices when they hear of it.
 * @param {number} seq
 */
export async function readNotices(seq) {
  apply({ type: "read", seq });
  await post("/api/notifications/read", { seq });
}

export function forgetNotices() {
  notices.value = { items: [], lastSeq: 0 };
}

/** @param {NoticeState} state @param {{items: Notice[], lastSeq?: number}} given */
function caughtUp(state, { items, lastSeq }) {
  const next = withItems(state, items);
  return { ...next, lastSeq: Math.max(next.lastSeq, lastSeq ?? 0) };
}

/** @param {NoticeState} state @param {Notice[]} items */
function withItems(state, items) {
  const known = new Set(state.items.map((notice) => notice.seq));
  const fresh = items.filter((notice) => !known.has(notice.seq));
  if (!fresh.length) return state;
  const all = [...state.items, ...fresh].sort((a, b) => a.seq - b.seq).slice(-100);
  return { items: all, lastSeq: Math.max(state.lastSeq, ...fresh.map((notice) => notice.seq)) };
}
