import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { loadOlder, oldestSeq } from "../../store/timeline.js";

const BEFORE_IT_IS_SEEN = "800px 0px 0px";

/** History comes before its end is seen; where it could not, there is a button. */
export function Older({ id, timeline, box, hush }) {
  const place = useRef(null);
  const { run, busy, refusal } = useAction(async () => {
    hush();
    await loadOlder(id).finally(hush);
  });
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && run(), {
      root: box.current,
      rootMargin: BEFORE_IT_IS_SEEN,
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [oldestSeq(timeline)]);
  if (timeline.reachedStart) return null;
  return html`<div class="timeline__older" ref=${place}>
    <${Refused} refusal=${refusal} />
    <${Button} kind="quiet" busy=${busy} onClick=${() => run()}>${t("conversation.older")}<//>
  </div>`;
}
