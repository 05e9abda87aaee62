import { signal } from "@preact/signals-core";
import { Refusal } from "./api.js";

const ACK_PATIENCE = 8000;

/**
 * "off" (nobody signed in), "connecting", "live" or "refused".
 * @type {Held<"off" | "connecting" | "live" | "refused">}
 */
export const connection = signal("off");

/** As over HTTP: these are no answers to what was asked, and pass. @type {Record<string, number>} */
const STATUS = { INTERNAL_ERROR: 500, TOO_MANY: 429 };
const SLOWER = 10_000;
const ELSEWHERE = 2000;

const listeners = new Set();

/**
 * As `onAnswer` of net/api.js, for what is said over the socket: `listener(event, payload)`.
 * @param {(event: string, payload: any) => unknown} listener
 */
export function onAcknowledged(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @type {import("socket.io-client").Socket | null} */
let socket = null;
/** @type {string | null} */
let closingFor = null;

/**
 * `hear(event, payload)` gets every frame; the first of a connection is `ready`. `io` is the library's, handed over by
 * who starts it: a quarter of all that we fetch, and nothing that is read first waits for it.
 * @param {typeof import("socket.io-client").io} io @param {(event: string, payload: any) => void} hear
 */
export function connect(io, hear) {
  if (socket) return;
  connection.value = "connecting";
  socket = io({ transports: ["websocket"], withCredentials: true, reconnectionDelayMax: 10_000 });
  socket.onAny((event, payload) => {
    if (event === "ready") connection.value = "live";
    if (event === "closing") closingFor = payload?.code;
    hear(event, payload);
  });
  socket.on("disconnect", (reason) => {
    connection.value = "connecting";
    // The server closed it on purpose (a suspension, a sign-out elsewhere): ask once more, and be told why.
    if (reason === "io server disconnect") setTimeout(wake, patienceFor(closingFor));
    closingFor = null;
  });
  socket.on("connect_error", (error) => {
    connection.value = error.message === "UNAUTHORIZED" ? "refused" : "connecting";
    // Who was refused is not tried again by the library, and it may be better in a moment.
    if (connection.value === "connecting" && !socket?.active) setTimeout(wake, SLOWER * (0.5 + Math.random() / 2));
  });
}

/**
 * After which time to come back: at once, slower, or not all together.
 * @param {string | null} code
 */
export function patienceFor(code) {
  if (code === "TOO_MANY" || code === "MALFORMED") return SLOWER;
  return code === "TRY_AGAIN" ? Math.random() * ELSEWHERE : 0;
}

export function disconnect() {
  socket?.disconnect();
  socket = null;
  connection.value = "off";
}

export function wake() {
  if (socket && !socket.connected) socket.connect();
}

export function isLive() {
  return connection.value === "live" && socket?.connected === true;
}

/**
 * Sends and waits for the acknowledgement; silence is OFFLINE, a no is a Refusal.
 * @param {string} event @param {object} payload
 */
export async function ask(event, payload) {
  if (!socket?.connected) throw new Refusal("OFFLINE");
  let answer;
  try {
    answer = await socket.timeout(ACK_PATIENCE).emitWithAck(event, payload);
  } catch {
    throw new Refusal("OFFLINE");
  }
  if (answer?.ok) {
    listeners.forEach((listener) => listener(event, payload));
    return answer;
  }
  const { code = "UNEXPECTED_ANSWER", details } = answer?.error ?? {};
  throw new Refusal(code, { status: STATUS[code] ?? 422, details, retryAfter: details?.retry_after });
}

/**
 * For what is not worth repeating: typing.
 * @param {string} event @param {object} payload
 */
export function mention(event, payload) {
  if (socket?.connected) socket.volatile.emit(event, payload);
}
