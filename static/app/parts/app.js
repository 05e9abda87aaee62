import { signal, useSignal, useSignalEffect } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { t } from "../i18n.js";
import { go, here } from "../router.js";
import { homeOf } from "../routes.js";
import { user } from "../store/session.js";
import { Navigation } from "./navigation.js";
import { Empty, Failed, Skeleton } from "./states.js";

/** Lines that come and go by themselves are never what one sees first. */
const passing = signal({});

export async function fetchPassing() {
  const [{ NetworkLine }, { Toasts }] = await Promise.all([import("./network-line.js"), import("./toast.js")]);
  passing.value = { NetworkLine, Toasts };
}

export function App() {
  const { NetworkLine, Toasts } = passing.value;
  const { route } = here.value;
  const withNavigation = user.value && route && !route.bare;
  return html`
    <div class="frame ${withNavigation ? "frame--tabs" : ""} ${route?.immersive ? "frame--immersive" : ""}">
      <a class="skip" href="#main">${t("app.skip")}</a>
      ${NetworkLine && html`<${NetworkLine} />`}
      ${withNavigation && html`<${Navigation} tab=${route.tab} />`}
      <div class="frame__screen" id="main" tabindex="-1"><${CurrentScreen} /></div>
      ${Toasts && html`<${Toasts} />`}
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
      <${Empty} whole icon="search" title=${t("not_found.title")} text=${t("not_found.text")}>
        <a class="button" href=${home}>${t("not_found.home")}</a>
      <//>
    </main>
  `;
}
