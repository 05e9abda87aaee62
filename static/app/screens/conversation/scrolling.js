import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

const NEAR = 80;
const ABOVE_THE_LINE = 72;

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
