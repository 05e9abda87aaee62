import * as conversations from "../store/conversations.js";
import * as notices from "../store/notices.js";
import { user } from "../store/session.js";
import * as timeline from "../store/timeline.js";
import { post } from "./api.js";
import { ask, isLive } from "./socket.js";

const MOST_CURSORS = 200;
const GAP_PATIENCE = 300;
const POLL_EVERY = 10_000;

/** @type {Promise<void> | null} */
let running = null;
let again = false;

/** Asks for everything missed, by what we hold of each conversation. Calls while one is on its way share the next. */
export function catchUp() {
  if (running) {
    again = true;
    return running;
  }
  running = askForAll().finally(() => {
    running = null;
    if (again) {
      again = false;
      catchUp().catch(() => null);
    }
  });
  return running;
}

/**
 * Frames of two nodes may cross: look once more before asking.
 * @param {string} id
 */
export function catchUpIfStillBehind(id, head = 0) {
  setTimeout(() => {
    const held = timeline.timelineOf(id);
    const behind = held.loaded ? timeline.isMissingRows(held) || held.lastSeq < head : !conversations.conversationOf(id);
    if (behind) catchUp().catch(() => null);
  }, GAP_PATIENCE);
}

/** No socket for a while: the same facts by polling. */
export function startPolling() {
  setInterval(() => {
    if (user.value && !isLive() && !document.hidden) catchUp().catch(() => null);
  }, POLL_EVERY);
}

/**
 * A deed of one's own: without a socket nobody tells us what came of it, so ask.
 * @template T @param {Promise<T>} command
 */
export async function seen(command) {
  const answer = await command;
  if (!isLive()) await catchUp().catch(() => null);
  return answer;
}

async function askForAll() {
  let next = null;
  do {
    /** @type {Facts} */
    const question = { conversations: cursors(), notices: notices.notices.value.lastSeq };
    if (next) question.next = next;
    const answer = isLive() ? await ask("sync", question) : await post("/api/sync", question);
    applyAnswer(answer);
    next = answer.next ?? null;
  } while (next);
}

/** @param {any} answer */
export function applyAnswer(answer) {
  for (const [id, entry] of Object.entries(answer.conversations ?? {})) applyEntry(id, entry);
  const { items = [], last_seq: lastSeq, reset } = answer.notices ?? {};
  notices.apply({ type: "synced", items, lastSeq, reset });
}

/** @param {string} id @param {any} entry */
function applyEntry(id, entry) {
  if (entry.gone) {
    conversations.apply({ type: "gone", id });
    timeline.drop(id);
    return;
  }
  if (entry.state) conversations.apply({ type: "updated", conversation: entry.state });
  if (!timeline.timelineOf(id).loaded) return;
  if (entry.reset) timeline.apply(id, { type: "reset", rows: entry.messages, lastSeq: entry.last_seq });
  else timeline.apply(id, { type: "rows", rows: entry.messages });
}

function cursors() {
  const entries = conversations.inbox.value.slice(0, MOST_CURSORS).map(({ id, last_seq }) => {
    const held = timeline.timelineOf(id);
    return [id, held.loaded ? held.lastSeq : (last_seq ?? 0)];
  });
  return Object.fromEntries(entries);
}
