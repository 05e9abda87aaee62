import { effect } from "@preact/signals-core";
import { html } from "htm/preact";
import { render } from "preact";
import { startBeating } from "./clock.js";
import "./elements/auto-grow.js";
import "./elements/copy-text.js";
import { preferredLocale, speak } from "./i18n.js";
import { onSessionEnd, reachable } from "./net/api.js";
import { hear } from "./net/frames.js";
import { connect, connection, disconnect, wake } from "./net/socket.js";
import { catchUp, startPolling } from "./net/sync.js";
import { startAlerts } from "./parts/alerts.js";
import { App } from "./parts/app.js";
import { go, startRouting } from "./router.js";
import { forgetConversations } from "./store/conversations.js";
import { forgetLeads } from "./store/leads.js";
import { forgetNotices } from "./store/notices.js";
import { resumePush } from "./store/push.js";
import { outbox } from "./store/sending.js";
import { forget, restoreSession, user } from "./store/session.js";
import { forgetTimelines } from "./store/timeline.js";
import { forgetWallet } from "./store/wallet.js";

// A tap on an alert leads to a page that is open already. Before anything is awaited: what the worker says to
// a page that doesn't listen yet is lost.
navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.open && go(data.open));
await speak(preferredLocale());
onSessionEnd(forget);
startRouting();
startBeating();
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
await restoreSession();

let present = null;
effect(() => {
  const id = user.value?.id ?? null;
  if (id === present) return;
  present = id;
  if (id) enter(id);
  else leave();
});

effect(() => {
  if (connection.value === "refused") forget();
});

function enter(id) {
  outbox.restore(id).catch(() => null);
  connect(hear);
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
  outbox.drainAll();
  catchUp().catch(() => null);
}

addEventListener("online", lookAgain);
addEventListener("offline", () => (reachable.value = false));
document.addEventListener("visibilitychange", lookAgain);
startPolling();
startAlerts();

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => null);
