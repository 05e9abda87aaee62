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
  const isComing = isOpening || !isWhole;
  const atEnd = useScrolling(box, timeline, isComing);
  const line = useUnreadLine(conversation, timeline, atEnd, isComing);
  return html`
    <div class="timeline" tabindex="0" ref=${box} data-testid="timeline">
      ${isWhole
        ? html`<${Later} load=${BESIDE} part="Older" id=${conversation.id} timeline=${timeline} box=${box} hush=${hush} waiting=${olderPlace(timeline)} />`
        : olderPlace(timeline)}
      <div role="log" aria-label=${t("conversation.log")} aria-live=${isQuiet.value ? "off" : "polite"} aria-relevant="additions">
        <${Rows} conversation=${conversation} timeline=${timeline} line=${line} isWhole=${isWhole} />
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
 * Stays at the end while the reader is there; elsewhere what is being read stays where it is, whatever comes or grows
 * above it. What is unread begins at its line, if there is more of it than fits: that is decided before anybody looks,
 * for who has seen the line and the end at once reads on from there. `atEnd` is a signal.
 */
export function useScrolling(box, timeline, isComing) {
  const atEnd = useSignal(true);
  const held = useRef({ row: null, place: 0, top: 0, line: null, pending: 0, isPlaced: false }).current;
  useEffect(() => follow(box.current, atEnd, held), []);
  useLayoutEffect(() => {
    const element = box.current;
    const line = element.querySelector(".timeline__unread");
    const above = line ? placeOf(line, element) - startOf(element) : 0;
    const isLonger = line && element.scrollHeight - above > element.clientHeight;
    if (held.line !== line) Object.assign(held, { line, isPlaced: false });
    if (isLonger && !held.isPlaced && atEnd.peek()) {
      atEnd.value = false;
      element.scrollTop = above - ABOVE_THE_LINE;
      hold(element, held);
    } else {
      if (timeline.pending.length > held.pending) atEnd.value = true;
      keep(element, atEnd, held);
    }
    held.pending = timeline.pending.length;
    held.isPlaced ||= !atEnd.peek() || !(isComing || document.hidden);
  });
  return atEnd;
}

/** On the way they count as being there: what comes or grows meanwhile takes them to its new place. */
export function toEnd(element, atEnd) {
  atEnd.value = true;
  element.focus({ preventScroll: true }); // the button goes
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isFar = element.scrollHeight - element.scrollTop > 4 * element.clientHeight;
  element.scrollTo({ top: element.scrollHeight, behavior: isCalm || isFar ? "instant" : "smooth" });
}

/** The end moves when the keyboard comes, and when a picture gets its height. */
function follow(element, atEnd, held) {
  const look = () => {
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    // Away from the end goes only who scrolls up: what just grew under the reader is caught up with below.
    if (isNear || element.scrollTop < held.top) atEnd.value = isNear;
    hold(element, held);
  };
  const stick = new ResizeObserver(() => keep(element, atEnd, held));
  element.addEventListener("scroll", look, { passive: true });
  stick.observe(element);
  stick.observe(element.querySelector('[role="log"]'));
  return () => {
    element.removeEventListener("scroll", look);
    stick.disconnect();
  };
}

function keep(element, atEnd, held) {
  if (atEnd.peek()) element.scrollTop = element.scrollHeight;
  else if (held.row?.isConnected) {
    const moved = placeOf(held.row, element) - held.place;
    // A page that is moving stops where it is put, even if it is there already.
    if (Math.abs(moved) >= 1) element.scrollTop += moved;
  }
  hold(element, held);
}

/** Also where we have put it ourselves: a box that grows takes that back without anybody having scrolled. */
function hold(element, held) {
  held.top = element.scrollTop;
  held.row = rowRead(element, held.line);
  held.place = held.row ? placeOf(held.row, element) : 0;
}

/** The same wherever one has scrolled to; it changes with what stands above, in here and over it. */
function placeOf(row, element) {
  return startOf(row) + element.scrollTop;
}

/** The unread line while it is seen, else the first row that begins in sight. */
function rowRead(element, line) {
  const { top, bottom } = element.getBoundingClientRect();
  if (line?.isConnected && startOf(line) >= top && startOf(line) < bottom) return line;
  const lists = element.querySelector('[role="log"]').children;
  const next = firstFrom(lists, top);
  const rows = lists[Math.max(0, next - 1)].children;
  return rows[firstFrom(rows, top)] ?? lists[next]?.firstElementChild ?? rows[rows.length - 1] ?? null;
}

/** The index of the first that begins there or below; as many as there are, if none does. */
function firstFrom(nodes, top) {
  let [from, to] = [0, nodes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (startOf(nodes[middle]) >= top) to = middle;
    else from = middle + 1;
  }
  return from;
}

function startOf(node) {
  return node.getBoundingClientRect().top;
}
