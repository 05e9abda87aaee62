import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { isNews } from "./rows.js";
import { toEnd } from "./timeline.js";

/** Back down, and how much came meanwhile. */
export function Latest({ timeline, atEnd, line, box }) {
  const seen = useRef(line ? line - 1 : timeline.lastSeq);
  useEffect(() => {
    if (atEnd.value) seen.current = timeline.lastSeq;
  }, [atEnd.value, timeline.lastSeq]);
  if (atEnd.value) return null;
  const count = timeline.rows.filter((row) => row.seq > seen.current && isNews(row)).length;
  return html`
    <div class="timeline__latest">
      <button type="button" aria-label=${count ? t("conversation.latest_news", { count }) : t("conversation.latest")} onClick=${() => toEnd(box.current, atEnd)}>
        ${count > 0 && html`<b aria-hidden="true">${count}</b>`}
        <${Icon} name="down" size=${22} />
      </button>
    </div>
  `;
}
