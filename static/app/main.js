import { html } from "htm/preact";
import { render } from "preact";
import { startBeating } from "./clock.js";
import { preferredLocale, speak } from "./i18n.js";
import { onSessionEnd } from "./net/api.js";
import { App, fetchPassing } from "./parts/app.js";
import { go, startRouting } from "./router.js";
import { forget, restoreSession } from "./store/session.js";

// A tap on an alert leads to a page that is open already. Before anything is awaited: what the worker says to
// a page that doesn't listen yet is lost.
navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.open && go(data.open));
onSessionEnd(forget);
const known = restoreSession();
await speak(preferredLocale());
startRouting();
startBeating();
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);

// What goes on by itself comes in one round of its own, behind what is looked at.
for (const link of document.querySelectorAll("link[rel=later]")) link.rel = "modulepreload";
Promise.all([fetchPassing(), import("./live.js")]).catch(() => addEventListener("online", () => location.reload()));
await known;
