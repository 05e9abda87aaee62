import { Outbox } from "../../../static/app/net/outbox.js";

export function memory() {
  const rows = new Map();
  return {
    rows,
    put: async (_, key, row) => void rows.set(key, row),
    get: async (_, key) => rows.get(key),
    remove: async (_, key) => void rows.delete(key),
    all: async () => [...rows.values()],
  };
}

/** An outbox whose answers the test decides; `later` collects what would run after a pause. */
export function outboxWith(answer, db = memory(), alone = (_, run) => run()) {
  const sent = [];
  const told = [];
  const postponed = [];
  const send = async (row, remember) => {
    sent.push(row.content);
    return answer(row, remember);
  };
  const later = (run, pause) => postponed.push({ run, pause });
  const outbox = new Outbox({ db, send, tell: (event) => told.push(event), later, alone });
  return { outbox, db, sent, told, postponed };
}

export const message = (content, conversation = "k") => ({ user_id: "me", conversation_id: conversation, message_type: "text", content });
export const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
