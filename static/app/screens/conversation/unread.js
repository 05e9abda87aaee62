import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { user } from "../../store/session.js";

export const isShown = (row) => !row.hidden && row.event?.kind !== "media.ready";

const isNews = (row) => isShown(row) && row.sender_id !== user.value.id;

/**
 * The row that the unread line stands above. It is drawn when the conversation is opened and for what comes while
 * nobody looks, and stays where it is while it is being read.
 */
export function useUnreadLine(conversation, timeline, atEnd, isOpening) {
  const from = useSignal(null);
  const mine = conversation.participants?.find((person) => person.user_id === user.value.id);
  const read = mine?.last_read_seq ?? 0;
  const isAway = isOpening || document.hidden || !atEnd.peek();
  if (mine && conversation.unread_count > 0 && isAway && (from.peek() === null || from.peek() <= read)) from.value = read + 1;
  if (from.value === null) return null;
  return timeline.rows.find((row) => row.seq >= from.value && isNews(row))?.seq ?? null;
}

/** Back down, and how much came meanwhile. */
export function Latest({ timeline, atEnd, line, go }) {
  const seen = useRef(line ? line - 1 : timeline.lastSeq);
  useEffect(() => {
    if (atEnd.value) seen.current = timeline.lastSeq;
  }, [atEnd.value, timeline.lastSeq]);
  if (atEnd.value) return null;
  const count = timeline.rows.filter((row) => row.seq > seen.current && isNews(row)).length;
  return html`
    <div class="timeline__latest">
      <button type="button" aria-label=${count ? t("conversation.latest_news", { count }) : t("conversation.latest")} onClick=${go}>
        ${count > 0 && html`<b aria-hidden="true">${count}</b>`}
        <${Icon} name="down" size=${22} />
      </button>
    </div>
  `;
}
