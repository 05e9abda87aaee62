import { signal } from "@preact/signals-core";
import { learnTime } from "../clock.js";

const PATIENCE = 20_000;
const UPLOAD_PATIENCE = 120_000;

/** Whether the server answered when it was last asked anything. */
export const reachable = signal(true);

/** A command that did not happen, and why: `code` is the server's, or OFFLINE when nobody answered. */
export class Refusal extends Error {
  /** @param {string} code @param {{status?: number, details?: any, retryAfter?: number}} why */
  constructor(code, { status = 0, details = null, retryAfter = 0 } = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** Worth sending again unchanged. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** @type {() => unknown} */
let sessionEnded = () => null;

/**
 * Whoever asks without a session (it ran out, it was closed elsewhere) is told once, here.
 * @param {() => unknown} listener
 */
export function onSessionEnd(listener) {
  sessionEnded = listener;
}

const listeners = new Set();

/**
 * For who counts what was done: `listener(method, path, body, data)` after each success.
 * @param {(method: string, path: string, body: any, data: any) => unknown} listener
 */
export function onAnswer(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {string} path @param {Facts} [query] */
export const get = (path, query) => call("GET", withQuery(path, query));
/** @type {Command} */
export const post = (path, body = {}, options) => call("POST", path, body, options);
/** @type {Command} */
export const patch = (path, body = {}, options) => call("PATCH", path, body, options);
/** @param {string} path @param {Sending} [options] */
export const remove = (path, options) => call("DELETE", path, undefined, options);

/** @param {Named} file @param {string} purpose @param {Sending} [options] */
export function upload(file, purpose, options) {
  const form = new FormData();
  form.set("purpose", purpose);
  form.set("file", file, file.name ?? "photo.jpg");
  return call("POST", "/api/uploads", form, { patience: UPLOAD_PATIENCE, ...options });
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {Sending} [how] */
export async function call(method, path, body, { key, patience = PATIENCE } = {}) {
  const answer = await send(method, path, body, key, patience);
  learnTime(answer.headers.get("X-Business-Time") ?? "");
  const content = await read(answer);
  if (answer.ok && content?.success) {
    listeners.forEach((listener) => listener(method, path, body, content.data));
    return content.data;
  }
  if (answer.status === 401) sessionEnded();
  throw refusal(answer, content);
}

/** @param {string} method @param {string} path @param {any} body @param {string | undefined} key @param {number} patience */
async function send(method, path, body, key, patience) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  const isForm = typeof FormData !== "undefined" && body instanceof FormData;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  try {
    const answer = await fetch(path, {
      method,
      headers,
      body: body === undefined || isForm ? body : JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(patience),
    });
    reachable.value = true;
    return answer;
  } catch {
    reachable.value = false;
    throw new Refusal("OFFLINE");
  }
}

/** @param {Response} answer */
async function read(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

/** @param {Response} answer @param {any} content */
function refusal(answer, content) {
  const { code, details } = content?.error ?? {};
  return new Refusal(code ?? (answer.status >= 500 ? "INTERNAL_ERROR" : "UNEXPECTED_ANSWER"), {
    status: answer.status || 500,
    details,
    retryAfter: Number(answer.headers.get("Retry-After") ?? 0),
  });
}

/** @param {string} path @param {Facts | undefined} query */
function withQuery(path, query) {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}
