// The server writes the version of the files here, so that a new release is a new worker.
const VERSION = "development";
const CACHE = `shell-${VERSION}`;

self.addEventListener("install", (event) => event.waitUntil(precache()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const answer = route(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => event.waitUntil(follow(event.notification)));

async function precache() {
  const shell = await (await fetch("/shell.json", { cache: "no-store" })).json();
  const cache = await caches.open(CACHE);
  await cache.addAll([shell.page, ...shell.files]);
}

// Files of the release before stay for pages that are still open with it.
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

function route(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (url.pathname.startsWith("/v/")) return fromCacheFirst(request);
  if (request.mode === "navigate" && !/^\/(api|docs|openapi)/.test(url.pathname)) return fromNetworkFirst(request);
  return null;
}

async function fromCacheFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// A weak network gets the page we hold after a while: its files are held too, and it asks for the news itself.
async function fromNetworkFirst(request) {
  const kept = (await caches.open(CACHE)).match("/");
  const fresh = fetch(request);
  try {
    return await Promise.race([fresh, patience(4000)]);
  } catch {
    return (await kept) ?? fresh;
  }
}

function patience(milliseconds) {
  return new Promise((_, reject) => setTimeout(reject, milliseconds));
}

// Whoever looks at a page of ours is told by the page. The same tag takes the place of what it said before.
async function show(data) {
  const said = understood(data);
  const pages = await pagesOfOurs();
  if (!said || pages.some((page) => page.visibilityState === "visible" && page.focused)) return;
  const { title, body, tag, lang, url } = said;
  await self.registration.showNotification(title, { body, tag, lang, renotify: true, data: { url } });
}

function understood(data) {
  try {
    const said = data.json();
    return typeof said.title === "string" && typeof said.tag === "string" && isPlaceOfOurs(said.url) ? said : null;
  } catch {
    return null;
  }
}

function isPlaceOfOurs(url) {
  return typeof url === "string" && url.startsWith("/") && new URL(url, self.location.origin).origin === self.location.origin;
}

async function follow(notification) {
  notification.close();
  const { url } = notification.data;
  const [page] = await pagesOfOurs();
  if (!page) return self.clients.openWindow(url);
  page.postMessage({ open: url });
  return page.focus().catch(() => null);
}

function pagesOfOurs() {
  return self.clients.matchAll({ type: "window", includeUncontrolled: true });
}
