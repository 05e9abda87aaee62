import { effect } from "@preact/signals-core";
import { io } from "socket.io-client";
import "./elements/auto-grow.js";
import "./elements/copy-text.js";
import { hear } from "./net/frames.js";
import { connect, connection, disconnect, wake } from "./net/socket.js";
import { catchUp, startPolling } from "./net/sync.js";
import { startAlerts } from "./parts/alerts.js";
import { keepPlaces } from "./parts/places.js";
import { reachable } from "./net/api.js";
import { forgetConversations } from "./store/conversations.js";
import { forgetLeads } from "./store/leads.js";
import { forgetNotices } from "./store/notices.js";
import { forgetPresence } from "./store/presence.js";
import { resumePush } from "./store/push.js";
import { outbox } from "./store/sending.js";
import { finishLeaving, forget, user } from "./store/session.js";
import { forgetTimelines } from "./store/timeline.js";
import { forgetWallet } from "./store/wallet.js";

export { NetworkLine } from "./parts/network-line.js";
export { Toasts } from "./parts/toast.js";

/** What goes on by itself once a screen stands: the socket, what waits to be sent, who is here and who has left. */

const A_WHILE = 3000;

let present = null;
effect(() => {
  const id = user.value?.id ?? null;
  if (id === present) return;
  if (present) leave();
  present = id;
  if (id) enter(id);
});

effect(() => {
  if (connection.value === "refused") forget();
});

// Cut off, we don't know who is there: the next connection tells.
connection.subscribe((state) => state === "live" || forgetPresence());

function enter(id) {
  outbox.restore(id).catch(() => null);
  connect(io, hear);
  resumePush(id);
}

function leave() {
  disconnect();
  outbox.clear();
  forgetConversations();
  forgetTimelines();
  forgetNotices();
  forgetWallet();
  forgetLeads();
}

function lookAgain() {
  if (document.hidden || !user.value) return;
  wake();
  // what another page of ours wrote and left behind goes too
  outbox.restore(user.value.id).catch(() => null);
  catchUp().catch(() => null);
}

// Another page let somebody else in, or out: nothing that this one shows is theirs.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== "session" || newValue === (user.value?.id ?? null)) return;
  if (newValue) location.reload();
  else forget();
});

addEventListener("online", lookAgain);
addEventListener("offline", () => (reachable.value = false));
document.addEventListener("visibilitychange", lookAgain);
startPolling();
setInterval(finishLeaving, A_WHILE);
startAlerts();
keepPlaces();

// It fetches all there is for days without a network: not while a first visit waits for its screen.
if ("serviceWorker" in navigator) setTimeout(() => navigator.serviceWorker.register("/sw.js").catch(() => null), A_WHILE);

// Only where something is measured is anybody asked whether it may be.
if ("measured" in document.documentElement.dataset) import("./measuring.js").then(({ startMeasuring }) => startMeasuring()).catch(() => null);
