// What the client makes of frames: {"conversation", "rows", "notices", "wallet", "frames": [[event, payload], …]} on
// stdin, the same on stdout; a part that isn't given isn't held.
import "./resolve.mjs";

const { hear } = await import("../../static/app/net/frames.js");
const conversations = await import("../../static/app/store/conversations.js");
const { notices, apply: applyNotices } = await import("../../static/app/store/notices.js");
const timeline = await import("../../static/app/store/timeline.js");
const { wallet, apply: applyWallet } = await import("../../static/app/store/wallet.js");

globalThis.fetch = async () => Promise.reject(new TypeError("a frame that is complete asks nothing"));
globalThis.setTimeout = () => 0;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks));
const id = given.conversation?.id;

applyNotices({ type: "synced", reset: true, items: given.notices, lastSeq: given.notices.at(-1)?.seq ?? 0 });
if (given.wallet) applyWallet(given.wallet);
if (id) {
  conversations.apply({ type: "listed", items: [given.conversation] });
  timeline.apply(id, { type: "history", rows: given.rows, reachedStart: given.rows[0]?.seq === 1 });
}
for (const [event, payload] of given.frames) hear(event, payload);

const held = timeline.timelineOf(id);
const state = id && { ...conversations.conversationOf(id) };
console.log(
  JSON.stringify({
    conversation: state,
    rows: held.rows,
    notices: notices.value.items,
    wallet: wallet.value,
    missing: timeline.isMissingRows(held),
  }),
);
