/** What this browser can do about being pushed: "unsupported", "blocked", or "possible". */
export function ability() {
  const here = typeof navigator !== "undefined" && "serviceWorker" in navigator && "PushManager" in globalThis;
  if (!here || !("Notification" in globalThis)) return "unsupported";
  return Notification.permission === "denied" ? "blocked" : "possible";
}

export function isAllowed() {
  return ability() === "possible" && Notification.permission === "granted";
}

/** To be called from a tap: browsers refuse to ask otherwise. */
export async function ask() {
  return (await Notification.requestPermission()) === "granted";
}

/**
 * What the browser listens at, made for `key`: one that was made for another is of no use any more.
 * @param {string} key
 */
export async function listen(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = decoded(key);
  const held = await pushManager.getSubscription();
  if (held && same(held.options.applicationServerKey, wanted)) return described(held);
  await held?.unsubscribe();
  return described(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }));
}

export async function stopListening() {
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
}

/**
 * As the server takes it.
 * @param {{toJSON(): any}} subscription
 */
export function described(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
}

/** @param {string} text */
export function decoded(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer @param {Uint8Array} bytes */
export function same(buffer, bytes) {
  if (!buffer || buffer.byteLength !== bytes.length) return false;
  return new Uint8Array(buffer).every((byte, place) => byte === bytes[place]);
}
