import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { t, wordsFor } from "../i18n.js";
import { Icon } from "./icon.js";

export function Skeleton({ rows = 3 }) {
  return html`
    <div class="skeleton" role="status" aria-label=${t("state.loading")}>
      ${Array.from({ length: rows }, (_, index) => html`<div class="skeleton__row" key=${index}><i></i><b></b><b></b></div>`)}
    </div>
  `;
}

const PICTURES = new URL("../../images/illustrations/", import.meta.url).pathname;

/** `picture` is one of images/illustrations: where a screen is new to people, or they are lost; elsewhere an icon will do. */
export function Empty({ icon = "inbox", picture = null, title, text, whole = false, children }) {
  return html`
    <div class="empty">
      ${picture ? html`<img src="${PICTURES}${picture}.svg" alt="" width="200" height="150" />` : html`<span class="empty__icon"><${Icon} name=${icon} size=${32} /></span>`}
      ${whole ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
      <p>${text}</p>
      ${children}
    </div>
  `;
}

export function Failed({ code = "UNKNOWN", retry }) {
  const offline = code === "OFFLINE";
  return html`
    <div class="empty" role="alert">
      <span class="empty__icon"><${Icon} name=${offline ? "offline" : "warning"} size=${32} /></span>
      <h2>${t(offline ? "state.offline" : "state.failed")}</h2>
      <p>${wordsFor(code)}</p>
      ${retry && html`<button class="button button--plain" type="button" onClick=${retry}><${Icon} name="again" /> <span>${t("action.retry")}</span></button>`}
    </div>
  `;
}

/** The four states of a screen in one place: `load` is what `useLoad` answered. */
export function Loaded({ load, rows = 3, children }) {
  if (load.state === "loading") return html`<${Skeleton} rows=${rows} />`;
  if (load.state === "failed") return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  return children;
}

/** False at first; true in a turn of its own, so that a finger is heard between the two. */
export function useNextTurn() {
  const isNext = useSignal(false);
  useLayoutEffect(() => {
    const timer = setTimeout(() => (isNext.value = true));
    return () => clearTimeout(timer);
  }, []);
  return isNext.value;
}

export function NextTurn({ waiting, children }) {
  return useNextTurn() ? children : waiting;
}

const fetched = new Map();
const LONGEST_PAUSE = 30_000;

/** When to try again: one file may be lost on a network that is there. */
function soon(tries) {
  return new Promise((resolve) => {
    addEventListener("online", resolve, { once: true });
    setTimeout(resolve, Math.min(LONGEST_PAUSE, 1000 * 2 ** tries));
  });
}

/** A piece that comes when it is shown first: `load` (always the same function) answers the module that has `part`. */
export function Later({ load, part = "default", waiting = null, ...rest }) {
  const module = useSignal(fetched.get(load) ?? null);
  useEffect(() => {
    if (module.value) return undefined;
    let isWanted = true;
    const fetchIt = (tries = 0) =>
      load().then(
        (answer) => {
          fetched.set(load, answer);
          module.value = answer;
        },
        () => soon(tries).then(() => isWanted && fetchIt(tries + 1)),
      );
    fetchIt();
    return () => (isWanted = false);
  }, [load]);
  const Piece = module.value?.[part];
  return Piece ? html`<${Piece} ...${rest} />` : waiting;
}
