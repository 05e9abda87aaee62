import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Later, useNextTurn } from "../../parts/states.js";
import { keepRows, timelineOf } from "../../store/timeline.js";
import { Rows, useUnreadLine } from "./rows.js";

const BESIDE = () => import("./beside.js");
const NEAR = 80;
const ABOVE_THE_LINE = 72;

/** What was said and what happened, in order; old rows are silent, new ones are read out. */
export function Timeline({ conversation, isOpening }) {
  const timeline = timelineOf(conversation.id);
  const box = useRef(null);
  useEffect(() => void keepRows(conversation.id), [conversation.id, timeline.lastSeq]);
  const [isQuiet, hush] = useQuiet();
  const isWhole = useNextTurn();
  const atEnd = useScrolling(box, timeline);
  const line = useUnreadLine(conversation, timeline, atEnd, isOpening || !isWhole);
  return html`
    <div class="timeline" tabindex="0" ref=${box} data-testid="timeline">
      ${isWhole
        ? html`<${Later} load=${BESIDE} part="Older" id=${conversation.id} timeline=${timeline} box=${box} hush=${hush} waiting=${olderPlace(timeline)} />`
        : olderPlace(timeline)}
      <div role="log" aria-label=${t("conversation.log")} aria-live=${isQuiet.value ? "off" : "polite"} aria-relevant="additions">
        <ul><${Rows} conversation=${conversation} timeline=${timeline} line=${line} isWhole=${isWhole} /></ul>
      </div>
      <${Later} load=${BESIDE} part="Latest" timeline=${timeline} atEnd=${atEnd} line=${line} box=${box} />
      <${Later} load=${BESIDE} part="Reading" conversation=${conversation} timeline=${timeline} atEnd=${atEnd} />
    </div>
  `;
}

/** Kept free for the way to older rows: nothing else notices what grows above them. */
function olderPlace({ reachedStart }) {
  return reachedStart ? null : html`<div class="timeline__older"></div>`;
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

/**
 * Stays at the end while the reader is there; older rows that are put above don't move what is being read. What is
 * unread begins at its line, if there is more of it than fits. `atEnd` is a signal.
 */
export function useScrolling(box, timeline) {
  const atEnd = useSignal(true);
  const before = useRef({ height: 0, oldest: null, pending: 0, isPlaced: false });
  const oldest = timeline.rows[0]?.seq ?? null;
  useEffect(() => follow(box.current, atEnd), []);
  useLayoutEffect(() => {
    const element = box.current;
    const held = before.current;
    const line = element.querySelector(".timeline__unread");
    const isLonger = line && element.scrollHeight - line.offsetTop > element.clientHeight;
    if (isLonger && !held.isPlaced) {
      held.isPlaced = true;
      atEnd.value = false;
      element.scrollTop = line.offsetTop - ABOVE_THE_LINE;
    } else if (atEnd.peek() || timeline.pending.length > held.pending) {
      element.scrollTop = element.scrollHeight;
    } else if (held.oldest !== oldest) {
      element.scrollTop += element.scrollHeight - held.height;
    }
    Object.assign(held, { height: element.scrollHeight, oldest, pending: timeline.pending.length });
  });
  return atEnd;
}

export function toEnd(element) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isFar = element.scrollHeight - element.scrollTop > 4 * element.clientHeight;
  element.scrollTo({ top: element.scrollHeight, behavior: isCalm || isFar ? "instant" : "smooth" });
}

/** The end moves when the keyboard comes, and when a picture gets its height. */
function follow(element, atEnd) {
  let top = element.scrollTop;
  const look = () => {
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    // Away from the end goes only who scrolls up: what just grew under the reader is caught up with below.
    if (isNear || element.scrollTop < top) atEnd.value = isNear;
    top = element.scrollTop;
  };
  const stick = new ResizeObserver(() => atEnd.peek() && (element.scrollTop = element.scrollHeight));
  element.addEventListener("scroll", look, { passive: true });
  stick.observe(element);
  stick.observe(element.querySelector('[role="log"]'));
  return () => {
    element.removeEventListener("scroll", look);
    stick.disconnect();
  };
}
