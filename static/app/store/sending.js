import { post } from "../net/api.js";
import { db } from "../net/db.js";
import { perform } from "../net/deeds.js";
import { Outbox } from "../net/outbox.js";
import { ask, isLive } from "../net/socket.js";
import { catchUp, catchUpIfStillBehind } from "../net/sync.js";
import { me } from "./session.js";
import { apply as applyToTimeline } from "./timeline.js";

/** Everything that is said goes through here; money does not, it needs the network now. */
export const outbox = new Outbox({ db, send, tell });

/** @param {string} conversationId @param {string} content */
export function sayText(conversationId, content) {
  return outbox.add({ user_id: me().id, conversation_id: conversationId, message_type: "text", content });
}

/**
 * A photo, a video, a voice or a document; what it is in the end, the server finds out by looking into it.
 * @param {string} conversationId @param {Named} file @param {Partial<Unsent>} facts
 */
export function sayFile(conversationId, file, facts = {}) {
  const message_type = kindOf(file);
  return outbox.add({ user_id: me().id, conversation_id: conversationId, message_type, file, ...facts });
}

/** @param {Blob} file */
export function kindOf(file) {
  const [kind] = file.type.split("/");
  return /** @type {Facts} */ ({ image: "image", video: "video", audio: "voice" })[kind] ?? "file";
}

/** @param {any} waiting @param {Remember} remember */
async function send(waiting, remember) {
  if (waiting.deed) return perform(waiting);
  const row = waiting.file && !waiting.upload_id ? await handIn(waiting, remember) : waiting;
  /** @type {Facts} */
  const message = { client_msg_id: row.key, message_type: row.message_type };
  if (row.upload_id) message.upload_id = row.upload_id;
  else message.content = row.content;
  if (isLive()) return ask("message:send", { conversation_id: row.conversation_id, ...message });
  return post(`/api/conversations/${row.conversation_id}/messages`, message);
}

/** @param {any} row @param {Remember} remember */
async function handIn(row, remember) {
  const { uploadWatched } = await import("../net/upload.js");
  const { id, kind } = await uploadWatched(row.file, row.message_type, row.key, row.peaks);
  return remember({ upload_id: id, message_type: kind });
}

/** @param {any} given */
function tell({ type, row, ack }) {
  if (row.deed) return;
  const id = row.conversation_id;
  if (type === "discarded" && row.file) import("../net/upload.js").then(({ stop }) => stop(row.key));
  if (type === "pending") applyToTimeline(id, { type: "pending", message: row });
  else if (type === "discarded") applyToTimeline(id, { type: "dropped", key: row.key });
  else applyToTimeline(id, { type: "rows", rows: [numbered(row, ack)] });
  if (type !== "sent") return;
  catchUpIfStillBehind(id, ack.seq);
  // What the words set off (the answer that reveals) has no frame to come with.
  if (!isLive()) catchUp().catch(() => null);
}

/** Pictures of this page's own, so that what one has just sent is not fetched back. */
const previews = new Map();

/** @param {any} row */
export function previewOf(row) {
  const key = row.client_msg_id ?? row.key;
  if (row.file && !previews.has(key)) previews.set(key, URL.createObjectURL(row.file));
  return previews.get(key) ?? null;
}

/**
 * What the acknowledgement lacks, we know: the row itself may still be on its way as a frame.
 * @param {Unsent} row @param {any} ack
 */
function numbered(row, ack) {
  return {
    conversation_id: row.conversation_id,
    sender_id: row.user_id,
    message_type: row.message_type,
    content: row.content ?? null,
    media: row.peaks ? { peaks: row.peaks, seconds: row.seconds } : null,
    event: null,
    client_msg_id: row.key,
    ...ack,
  };
}
