// What the client makes of frames: {"conversation", "rows", "frames": [[event, payload], …]} on stdin, the same on stdout.
import "./resolve.mjs";

const { hear } = await import("../../static/app/net/frames.js");
const conversations = await import("../../static/app/store/conversations.js");
const timeline = await import("../../static/app/store/timeline.js");

globalThis.fetch = async () => Promise.reject(new TypeError("a frame that is complete asks nothing"));
globalThis.setTimeout = () => 0;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { conversation, rows, frames } = JSON.parse(Buffer.concat(chunks));

conversations.apply({ type: "listed", items: [conversation] });
timeline.apply(conversation.id, { type: "history", rows, reachedStart: rows[0]?.seq === 1 });
for (const [event, payload] of frames) hear(event, payload);

const held = timeline.timelineOf(conversation.id);
const state = { ...conversations.conversationOf(conversation.id) };
console.log(JSON.stringify({ conversation: state, rows: held.rows, missing: timeline.isMissingRows(held) }));
