import { post, remove } from "../net/api.js";
import { forget } from "./session.js";

/**
 * `{url, expires_at}` of a file with everything that is kept about this person.
 * @param {string} key
 */
export function askForData(key) {
  return post("/api/users/exports", {}, { key });
}

/** @param {string} key */
export async function closeAccount(key) {
  await remove("/api/users/me", { key });
  await forget();
}
