import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { db } from "../net/db.js";

/** What is being written outlives the page, under a name of its own: a signal that starts with what was kept. */
export function useKept(name, blank) {
  const kept = useSignal(blank);
  useKeeping(kept, name, blank);
  return kept;
}

/** The same for a signal that is there already, and may have been written into. */
export function useKeeping(kept, name, blank) {
  useEffect(() => {
    let isKeeping = false;
    const keep = (value) => isKeeping && db.put("drafts", name, value);
    // Not by rendering: who writes and leaves at once is faster than that.
    const stop = kept.subscribe(keep);
    db.get("drafts", name).then((draft) => {
      isKeeping = true;
      if (kept.value !== blank) keep(kept.value);
      else if (draft) kept.value = draft;
    });
    return stop;
  }, [name]);
}

export function forgetKept(name) {
  return db.remove("drafts", name);
}
