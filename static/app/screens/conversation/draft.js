import { useKeeping } from "../../parts/use-kept.js";

/** What is being written here, kept for the next visit. */
export function Draft({ id, words }) {
  useKeeping(words, id, "");
  return null;
}
