import { get, remove } from "../net/api.js";

/** Where this person is signed in, the device in hand first: `[{id, created_at, last_seen_at, ip, device, is_current}]`. */
export async function loadSessions() {
  /** @type {{items: Facts[]}} */
  const { items } = await get("/api/auth/sessions");
  /** @type {Facts[]} */
  const shown = items.map((one) => ({ ...one, device: deviceOf(one.user_agent) }));
  return shown.sort((a, b) => Number(b.is_current) - Number(a.is_current));
}

/** @param {string} id */
export function endSession(id) {
  return remove(`/api/auth/sessions/${encodeURIComponent(id)}`);
}

export async function endOtherSessions() {
  return (await remove("/api/auth/sessions")).ended;
}

// The order matters: Edge calls itself Chrome too, and Chrome Safari; an iPad calls itself a Mac.
/** @type {[RegExp, string][]} */
const BROWSERS = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];
/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/**
 * What a browser says of itself, as people name it: `{browser, system}`, `null` where it says nothing we know.
 * @param {string | null} agent
 */
export function deviceOf(agent) {
  /** @param {[RegExp, string][]} table */
  const named = (table) => table.find(([pattern]) => pattern.test(agent ?? ""))?.[1] ?? null;
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}
