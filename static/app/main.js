import { useSignal, useSignalEffect } from "@preact/signals";
import { html } from "htm/preact";
import { render } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { startBeating } from "./clock.js";
import { preferredLocale, speak, t } from "./i18n.js";
import { onSessionEnd } from "./net/api.js";
import { Empty, Failed, Later, Skeleton } from "./parts/states.js";
import { go, here, homeOf, startRouting } from "./router.js";
import { forget, restoreSession, user } from "./store/session.js";

const TABS = () => import("./parts/navigation.js");
// Behind everything: what goes on by itself, and lines that come and go, are never what one sees first.
const LIVE = () => import("./live.js");

function App() {
  const { route } = here.value;
  const withTabs = user.value && route && !route.bare;
  return html`
    <div class="frame ${withTabs ? "frame--tabs" : ""} ${route?.immersive ? "frame--immersive" : ""}">
      <a class="skip" href="#main">${t("app.skip")}</a>
      <${Later} load=${LIVE} part="NetworkLine" />
      ${withTabs && html`<${Later} load=${TABS} part="Navigation" tab=${route.tab} waiting=${html`<div class="tabs"></div>`} />`}
      <div class="frame__screen" id="main" tabindex="-1"><${CurrentScreen} /></div>
      <${Later} load=${LIVE} part="Toasts" />
    </div>
  `;
}

/** Which screen this person may see here: the route's, the sign-in, or nothing at all. */
function CurrentScreen() {
  const { route, path } = here.value;
  const known = user.value !== undefined;
  const allowed = route && (!route.roles || route.roles.includes(user.value?.role));
  const mustSignIn = known && route?.roles && !user.value;
  useEffect(() => {
    if (mustSignIn) go(`/sign-in?next=${encodeURIComponent(path + location.search)}`, { replace: true });
  }, [mustSignIn, path]);
  if (!route) return html`<${NotFound} />`;
  if (!known || mustSignIn) return html`<${Skeleton} rows=${4} />`;
  if (!allowed) return html`<${NotFound} />`;
  return html`<${Screen} key=${route.path} route=${route} />`;
}

function Screen({ route }) {
  const loaded = useSignal(null);
  const failed = useSignal(false);
  useLayoutEffect(() => {
    route.load().then(
      (module) => (loaded.value = module.default),
      () => (failed.value = true),
    );
  }, [route]);
  useSignalEffect(() => {
    if (loaded.value) document.getElementById("main")?.focus({ preventScroll: true });
  });
  if (failed.value) return html`<${Failed} code="OFFLINE" retry=${() => location.reload()} />`;
  if (!loaded.value) return html`<${Skeleton} rows=${4} />`;
  const { params, query } = here.value;
  return html`<${loaded.value} ...${params} query=${query} />`;
}

function NotFound() {
  const home = homeOf(user.value?.role);
  return html`
    <main class="page">
      <${Empty} whole picture="nobody" title=${t("not_found.title")} text=${t("not_found.text")}>
        <a class="button" href=${home}>${t("not_found.home")}</a>
      <//>
    </main>
  `;
}

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
// To ask for forty files takes a slow phone as long as to draw: the frame goes before.
setTimeout(() => document.querySelectorAll("link[rel=later]").forEach((link) => (link.rel = "modulepreload")));
await known;
