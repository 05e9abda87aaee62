import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { day, dayKey } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { useAction } from "../../parts/use-action.js";
import { paymentsOf } from "../../store/payments.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { otherReadSeq } from "../inbox/facts.js";
import { Bubble } from "./bubble.js";
import { EventCard } from "./event-card.js";
import { keepRows, loadOlder } from "./history.js";
import { useReading } from "./reading.js";

/** What was said and what happened, in order; old rows are silent, new ones are read out. */
export function Timeline({ conversation }) {
  const timeline = timelineOf(conversation.id);
  const box = useRef(null);
  const payments = paymentsOf(conversation.id, timeline.rows);
  const firstUnread = useSignal(conversation.unread_count > 0 ? unreadFrom(conversation) : null);
  useEffect(() => void keepRows(conversation.id), [conversation.id, timeline.lastSeq]);
  const [isQuiet, hush] = useQuiet();
  const atEnd = useStickToEnd(box, timeline);
  useReading(conversation, timeline, atEnd);
  return html`
    <div class="timeline" ref=${box} data-testid="timeline">
      <${Older} id=${conversation.id} timeline=${timeline} hush=${hush} />
      <div role="log" aria-label=${t("conversation.log")} aria-live=${isQuiet.value ? "off" : "polite"} aria-relevant="additions">
        <ul>
          ${timeline.rows.map((row, index) => html`
            <${Row}
              key=${row.client_msg_id ?? row.seq}
              row=${row}
              before=${timeline.rows[index - 1]}
              after=${timeline.rows[index + 1]}
              isFirstUnread=${row.seq === firstUnread.value}
              context=${{ conversation, payments, removed: removedIn(timeline.rows) }}
            />
          `)}
          ${timeline.pending.map((message) => html`<${Bubble} key=${message.key} row=${message} pending conversation=${conversation} />`)}
        </ul>
      </div>
    </div>
  `;
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

function Row({ row, before, after, isFirstUnread, context }) {
  if (row.hidden || row.event?.kind === "media.ready") return null;
  const newDay = !before?.created_at || dayKey(before.created_at) !== dayKey(row.created_at);
  const mine = row.sender_id === user.value.id;
  const read = mine && row.seq <= otherReadSeq(context.conversation, user.value.id);
  return html`
    ${newDay && html`<li class="timeline__day"><span>${day(row.created_at)}</span></li>`}
    ${isFirstUnread && html`<li class="timeline__unread"><span>${t("conversation.unread_line")}</span></li>`}
    ${row.event
      ? !isSaidAgain(row, after) && html`<${EventCard} row=${row} ...${context} />`
      : html`<${Bubble} row=${row} read=${read} removed=${context.removed.has(row.seq)} conversation=${context.conversation} />`}
  `;
}

/** Ten pieces of evidence in a row are told once. */
function isSaidAgain({ event, sender_id: sender }, after) {
  return event?.kind === "dispute.evidence_added" && after?.event?.kind === event.kind && after.sender_id === sender;
}

function Older({ id, timeline, hush }) {
  const { run, busy } = useAction(() => loadOlder(id).finally(hush));
  if (timeline.reachedStart) return null;
  return html`<div class="timeline__older">
    <${Button} kind="quiet" busy=${busy} onClick=${() => run()}>${t("conversation.older")}<//>
  </div>`;
}

function removedIn(rows) {
  return new Set(rows.filter((row) => row.event?.kind === "message.removed").map((row) => row.target_seq));
}

function unreadFrom(conversation) {
  const mine = conversation.participants?.find((person) => person.user_id === user.value.id);
  return mine ? (mine.last_read_seq ?? 0) + 1 : null;
}

/** Stays at the end while the reader is there; older rows that are put above don't move what is being read. */
function useStickToEnd(box, timeline) {
  const atEnd = useRef(true);
  const height = useRef(0);
  const newest = `${timeline.rows.at(-1)?.seq}-${timeline.pending.length}`;
  const held = useRef(newest);
  useEffect(() => {
    const element = box.current;
    const look = () => (atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80);
    const stick = new ResizeObserver(() => atEnd.current && (element.scrollTop = element.scrollHeight));
    element.addEventListener("scroll", look, { passive: true });
    stick.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      stick.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (atEnd.current || timeline.pending.length) element.scrollTop = element.scrollHeight;
    else if (held.current === newest) element.scrollTop += element.scrollHeight - height.current;
    held.current = newest;
    height.current = element.scrollHeight;
  }, [timeline.rows, newest]);
  return atEnd;
}
