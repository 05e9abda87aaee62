import { effect } from "@preact/signals-core";
import { here } from "../router.js";

/**
 * Where one was in each page of the way one came: back there one stands where one left it, however late its rows come.
 * The browser itself looks once, before they are there.
 */

const KEPT = "places";
const MOST = 50;
const PATIENCE = 5000;
const BY_HAND = ["wheel", "touchmove", "keydown", "pointerdown"];

const places = new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
let stop = () => {};

/** Called once, when the first page stands. */
export function keepPlaces() {
  history.scrollRestoration = "manual";
  let entry = entryOf();
  if (places.has(entry)) goTo(places.get(entry));
  const leave = () => {
    places.delete(entry);
    places.set(entry, scrollY);
  };
  effect(() => {
    here.value;
    const next = entryOf();
    if (next === entry) return;
    leave();
    entry = next;
    if (location.hash) stop();
    else goTo(places.get(entry) ?? 0);
  });
  addEventListener("pagehide", () => {
    leave();
    sessionStorage.setItem(KEPT, JSON.stringify([...places].slice(-MOST)));
  });
}

/** The name of where history stands; it gets one when one comes there first. */
function entryOf() {
  if (!history.state?.place) history.replaceState({ place: performance.timeOrigin + performance.now() }, "");
  return history.state.place;
}

/** As soon as the page is long enough, unless somebody has begun to move it. */
function goTo(top) {
  stop();
  const growing = new ResizeObserver(look);
  const timer = setTimeout(end, PATIENCE);
  stop = end;
  for (const event of BY_HAND) addEventListener(event, end, { passive: true });
  growing.observe(document.body);

  function look() {
    scrollTo({ top, behavior: "instant" });
    if (Math.abs(scrollY - top) < 2) end();
  }
  function end() {
    growing.disconnect();
    clearTimeout(timer);
    for (const event of BY_HAND) removeEventListener(event, end);
  }
}
