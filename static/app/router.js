import { signal } from "@preact/signals-core";

const ANYONE = null;
const SIGNED_IN = ["client", "worker", "customer_support", "admin"];
const TALKING = ["client", "worker"];
const CLIENT = ["client"];
const WORKER = ["worker"];
const ADMIN = ["admin"];

/**
 * `tab` names the lit place in the navigation; `bare` screens have none. The server reads each path and its module
 * here, to name in the page what the screen needs.
 */
export const routes = [
  { path: "/", roles: ANYONE, bare: true, load: () => import("./screens/welcome/screen.js") },
  { path: "/sign-up", roles: ANYONE, bare: true, load: () => import("./screens/sign-up/screen.js") },
  { path: "/sign-in", roles: ANYONE, bare: true, load: () => import("./screens/sign-in/screen.js") },
  { path: "/forgot-password", roles: ANYONE, bare: true, load: () => import("./screens/forgot/screen.js") },
  { path: "/reset-password", roles: ANYONE, bare: true, load: () => import("./screens/forgot/reset.js") },
  { path: "/reset-password/:token", roles: ANYONE, bare: true, load: () => import("./screens/forgot/reset.js") },
  { path: "/verify-email", roles: ANYONE, bare: true, load: () => import("./screens/verify/email.js") },
  { path: "/verify-phone", roles: SIGNED_IN, load: () => import("./screens/verify/phone.js"), tab: "account" },
  { path: "/account", roles: SIGNED_IN, load: () => import("./screens/account/screen.js"), tab: "account" },
  { path: "/account/sessions", roles: SIGNED_IN, load: () => import("./screens/account/sessions.js"), tab: "account" },
  { path: "/receipts", roles: TALKING, load: () => import("./screens/receipts/screen.js"), tab: "account" },
  { path: "/receipts/:id", roles: TALKING, load: () => import("./screens/receipts/receipt.js"), tab: "account" },
  { path: "/numbers", roles: TALKING, load: () => import("./screens/numbers/screen.js"), tab: "account" },
  { path: "/account/data", roles: SIGNED_IN, load: () => import("./screens/account/data.js"), tab: "account" },
  { path: "/design", roles: ANYONE, load: () => import("./screens/design/screen.js"), tab: null },
  { path: "/help", roles: ANYONE, load: () => import("./screens/reading/help.js"), tab: "account" },
  { path: "/legal/:name", roles: ANYONE, load: () => import("./screens/reading/legal.js"), tab: "account" },
  { path: "/notices", roles: SIGNED_IN, load: () => import("./screens/notices/screen.js"), tab: "account" },

  { path: "/inbox", roles: TALKING, load: () => import("./screens/inbox/screen.js"), tab: "inbox" },
  {
    path: "/conversations/:id",
    roles: TALKING,
    load: () => import("./screens/conversation/screen.js"),
    tab: "inbox",
    immersive: true,
  },

  { path: "/search", roles: CLIENT, load: () => import("./screens/search/screen.js"), tab: "search" },
  { path: "/professionals/:id", roles: SIGNED_IN, load: () => import("./screens/professional/screen.js"), tab: "search" },
  { path: "/requests", roles: CLIENT, load: () => import("./screens/requests/screen.js"), tab: "requests" },
  { path: "/requests/new", roles: CLIENT, load: () => import("./screens/post-lead/screen.js"), tab: "requests" },
  { path: "/requests/:id", roles: CLIENT, load: () => import("./screens/requests/request.js"), tab: "requests" },
  { path: "/pay/:request", roles: CLIENT, load: () => import("./screens/pay/screen.js"), tab: "inbox" },
  { path: "/disputes/:id", roles: TALKING, load: () => import("./screens/dispute/screen.js"), tab: "inbox" },
  { path: "/review/:request", roles: CLIENT, load: () => import("./screens/review/screen.js"), tab: "inbox" },
  { path: "/payment/success", roles: ANYONE, bare: true, load: () => import("./screens/pay/result.js") },
  { path: "/payment/cancel", roles: ANYONE, bare: true, load: () => import("./screens/pay/result.js") },

  { path: "/leads", roles: WORKER, load: () => import("./screens/lead/feed.js"), tab: "leads" },
  { path: "/leads/:id", roles: WORKER, load: () => import("./screens/lead/screen.js"), tab: "leads" },
  { path: "/wallet", roles: WORKER, load: () => import("./screens/wallet/screen.js"), tab: "wallet" },
  { path: "/profile", roles: WORKER, load: () => import("./screens/profile/screen.js"), tab: "profile" },

  { path: "/admin/approvals", roles: ADMIN, load: () => import("./screens/admin/approvals.js"), tab: "approvals" },
  { path: "/admin/approvals/:id", roles: ADMIN, load: () => import("./screens/admin/approval.js"), tab: "approvals" },
];

const HOMES = { client: "/inbox", worker: "/inbox", admin: "/admin/approvals", customer_support: "/account" };

export function homeOf(role) {
  return HOMES[role] ?? "/";
}

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
  if (replace) history.replaceState(history.state, "", address);
  else history.pushState(null, "", address);
  here.value = read();
}

/** To where the person came from, or to `otherwise` when the app was opened right here. */
export function back(otherwise) {
  if (globalThis.navigation?.canGoBack ?? history.length > 2) history.back();
  else go(otherwise, { replace: true });
}

const LONGEST_LEAVE = 20_000;

/** To a page that isn't ours. Resolves for who comes back to this one, or never got away: until then we are leaving. */
export function leaveFor(address) {
  location.assign(address);
  return new Promise((resolve) => {
    addEventListener("pageshow", ({ persisted }) => persisted && resolve());
    setTimeout(resolve, LONGEST_LEAVE);
  });
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
