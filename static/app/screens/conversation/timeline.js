import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { day, dayKey } from "../../format.js";
import { t } from "../../i18n.js";
import { paymentsOf } from "../../store/payments.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { otherName, otherReadSeq } from "../inbox/facts.js";
import { Bubble } from "./bubble.js";
import { EventCard } from "./event-card.js";
import { keepRows } from "./history.js";
import { Older } from "./older.js";
import { useReading } from "./reading.js";
import { toEnd, useScrolling } from "./scrolling.js";
import { isShown, Latest, useUnreadLine } from "./unread.js";

/** As many rows as a phone shows at once stand first; the rest of the page comes with the next frame. */
const FIRST_LOOK = 12;

/** What was said and what happened, in order; old rows are silent, new ones are read out. */
export function Timeline({ conversation, isOpening }) {
  const timeline = timelineOf(conversation.id);
  const box = useRef(null);
  useEffect(() => void keepRows(conversation.id), [conversation.id, timeline.lastSeq]);
  const [isQuiet, hush] = useQuiet();
  const isWhole = useNextFrame();
  const atEnd = useScrolling(box, timeline);
  const line = useUnreadLine(conversation, timeline, atEnd, isOpening);
  useReading(conversation, timeline, atEnd);
  return html`
    <div class="timeline" tabindex="0" ref=${box} data-testid="timeline">
      ${isWhole && html`<${Older} id=${conversation.id} timeline=${timeline} box=${box} hush=${hush} />`}
      <div role="log" aria-label=${t("conversation.log")} aria-live=${isQuiet.value ? "off" : "polite"} aria-relevant="additions">
        <ul><${Rows} conversation=${conversation} timeline=${timeline} line=${line} isWhole=${isWhole} /></ul>
      </div>
      <${Latest} timeline=${timeline} atEnd=${atEnd} line=${line} go=${() => toEnd(box.current)} />
    </div>
  `;
}

/** What was said gets nothing that changes with each word said after it, so that it is drawn once. */
function Rows({ conversation, timeline, line, isWhole }) {
  const shown = useMemo(() => timeline.rows.filter(isShown), [timeline.rows]);
  const first = shown.slice(-FIRST_LOOK);
  const rows = isWhole || (line !== null && line < first[0]?.seq) ? shown : first;
  const removed = useMemo(() => removedIn(timeline.rows), [timeline.rows]);
  const readSeq = otherReadSeq(conversation, user.value.id);
  const name = otherName(conversation);
  const context = { conversation, payments: paymentsOf(conversation.id, timeline.rows) };
  const drawn = rows.map((row, index) => html`
    <${Row}
      key=${row.client_msg_id ?? row.seq}
      row=${row}
      before=${rows[index - 1]}
      after=${rows[index + 1]}
      isFirstUnread=${row.seq === line}
      isRead=${row.seq <= readSeq}
      isRemoved=${removed.has(row.seq)}
      name=${name}
      context=${row.event ? context : null}
    />
  `);
  const waiting = timeline.pending.map((message) => html`<${Bubble} key=${message.key} row=${message} pending name=${name} />`);
  return [...drawn, ...waiting];
}

/** False at first, true once that was painted. */
function useNextFrame() {
  const isNext = useSignal(false);
  useEffect(() => void (isNext.value = true), []);
  return isNext.value;
}

/** History is not read out: the log is silent until it stands, and while older rows come in. */
function useQuiet() {
  const isQuiet = useSignal(true);
  const hush = () => {
    isQuiet.value = true;
    setTimeout(() => (isQuiet.value = false), 1000);
  };
  useEffect(hush, []);
  return [isQuiet, hush];
}

function Row({ row, before, after, isFirstUnread, isRead, isRemoved, name, context }) {
  const newDay = !before || dayKey(before.created_at) !== dayKey(row.created_at);
  return html`
    ${newDay && html`<li class="timeline__day"><span>${day(row.created_at)}</span></li>`}
    ${isFirstUnread && html`<li class="timeline__unread"><span>${t("conversation.unread_line")}</span></li>`}
    ${row.event
      ? !isSaidAgain(row, after) && html`<${EventCard} row=${row} ...${context} />`
      : html`<${Bubble} row=${row} read=${isRead} removed=${isRemoved} name=${name} />`}
  `;
}

/** Ten pieces of evidence in a row are told once. */
function isSaidAgain({ event, sender_id: sender }, after) {
  return event?.kind === "dispute.evidence_added" && after?.event?.kind === event.kind && after.sender_id === sender;
}

function removedIn(rows) {
  return new Set(rows.filter((row) => row.event?.kind === "message.removed").map((row) => row.target_seq));
}
