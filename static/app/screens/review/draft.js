import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { db } from "../../net/db.js";
import { BLANK } from "../../store/reviews.js";

/** A signal of the review being written; it outlives the page (photos don't), and `forget` ends it. */
export function useReviewDraft(requestId) {
  const draft = useSignal(BLANK);
  const key = `review:${requestId}`;
  useEffect(() => {
    db.get("drafts", key).then((kept) => {
      if (kept && draft.value === BLANK) draft.value = { ...BLANK, ...kept };
    });
    return draft.subscribe((value) => {
      if (value !== BLANK && !draft.forgotten) db.put("drafts", key, value);
    });
  }, [requestId]);
  draft.forget = () => {
    draft.forgotten = true;
    db.remove("drafts", key);
  };
  return draft;
}
