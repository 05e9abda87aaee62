import { signal } from "@preact/signals-core";
import { routes } from "./routes.js";

/** Where we are: `{path, query, route, params}`. */
export const here = signal(read());

export function match(path, table = routes) {
  for (const route of table) {
    const params = paramsOf(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

export function go(address, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  here.value = read();
}

/** To where the person came from, or to `otherwise` when the app was opened right here. */
export function back(otherwise) {
  if (globalThis.navigation?.canGoBack ?? history.length > 2) history.back();
  else go(otherwise, { replace: true });
}

export function startRouting() {
  addEventListener("popstate", () => (here.value = read()));
  document.addEventListener("click", followLink);
}

function followLink(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!match(link.pathname) || leadsWithin(link)) return;
  event.preventDefault();
  if (link.href !== location.href) go(link.pathname + link.search);
}

/** To another place of this page: the browser goes there, and takes the focus along. */
function leadsWithin({ hash, pathname, search }) {
  return hash !== "" && pathname === location.pathname && search === location.search;
}

function paramsOf(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const params = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(given[index]);
    else if (part !== given[index]) return null;
  }
  return params;
}

function read() {
  const { pathname = "/", search = "" } = globalThis.location ?? {};
  const found = match(pathname);
  return {
    path: pathname,
    query: Object.fromEntries(new URLSearchParams(search)),
    route: found?.route ?? null,
    params: found?.params ?? {},
  };
}
