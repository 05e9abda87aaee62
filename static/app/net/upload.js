import { signal } from "@preact/signals-core";
import { reachable, Refusal } from "./api.js";

const MEGABYTE = 2 ** 20;
/** @type {Record<string, number>} */
const LARGEST = { image: 10 * MEGABYTE, video: 50 * MEGABYTE, voice: 10 * MEGABYTE, file: 10 * MEGABYTE };
const STALLED_AFTER = 30_000;

/** How much of each file has left, 0 to 1, by the key of what it belongs to. */
export const uploading = signal(new Map());

const running = new Map();

/**
 * As `upload`, told how far it got; it may take as long as something moves. `peaks` are a voice's, if it has any.
 * @param {Named} file @param {string} kind @param {string} key @param {string | null} [peaks]
 */
export async function uploadWatched(file, kind, key, peaks) {
  if (file.size > LARGEST[kind]) throw new Refusal("FILE_TOO_LARGE", { status: 413 });
  const request = new XMLHttpRequest();
  running.set(key, request);
  try {
    return await new Promise((resolve, reject) => {
      watch(request, key);
      request.onload = () => settle(request, resolve, reject);
      request.onerror = request.onabort = () => reject(new Refusal("OFFLINE"));
      request.open("POST", "/api/uploads");
      request.send(formOf(file, peaks));
    });
  } finally {
    running.delete(key);
    progress(key, null);
  }
}

/**
 * Let go of on the way: nothing more of it leaves.
 * @param {string} key
 */
export function stop(key) {
  running.get(key)?.abort();
}

/** @param {Named} file @param {string | null} [peaks] */
function formOf(file, peaks) {
  const form = new FormData();
  if (peaks) form.set("peaks", peaks);
  form.set("purpose", "message");
  form.set("file", file, file.name ?? "file");
  return form;
}

/** @param {XMLHttpRequest} request @param {string} key */
function watch(request, key) {
  /** @type {number | undefined} */
  let stalled;
  const moves = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => request.abort(), STALLED_AFTER);
  };
  moves();
  progress(key, 0);
  request.upload.onprogress = ({ loaded, total }) => {
    moves();
    progress(key, total ? loaded / total : 0);
  };
  request.onloadend = () => clearTimeout(stalled);
}

/** @param {XMLHttpRequest} request @param {(data: any) => void} resolve @param {(refusal: Refusal) => void} reject */
function settle(request, resolve, reject) {
  reachable.value = true;
  const { data, error } = read(request.responseText);
  if (request.status < 300 && data) return resolve(data);
  const { code = request.status >= 500 ? "INTERNAL_ERROR" : "UNEXPECTED_ANSWER", details = null } = error ?? {};
  const retryAfter = Number(request.getResponseHeader("Retry-After") ?? 0);
  return reject(new Refusal(code, { status: request.status || 500, details, retryAfter }));
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** @param {string} key @param {number | null} part */
function progress(key, part) {
  const next = new Map(uploading.value);
  if (part === null) next.delete(key);
  else next.set(key, part);
  uploading.value = next;
}
