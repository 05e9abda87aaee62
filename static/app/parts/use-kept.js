import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { db } from "../net/db.js";

/** What is being written outlives the page, under a name of its own: a signal that starts with what was kept. */
export function useKept(name, blank) {
  const kept = useSignal(blank);
  const loaded = useRef(false);
  useEffect(() => {
    db.get("drafts", name).then((draft) => {
      if (draft && kept.value === blank) kept.value = draft;
      loaded.current = true;
    });
  }, [name]);
  useEffect(() => {
    if (loaded.current) db.put("drafts", name, kept.value);
  }, [kept.value]);
  return kept;
}

export function forgetKept(name) {
  return db.remove("drafts", name);
}
