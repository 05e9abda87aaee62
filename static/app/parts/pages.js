import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { Refused } from "./refused.js";
import { useAction } from "./use-action.js";

/** How many pages more were asked for, by the list and by where it stood in history: who comes back finds as many. */
const asked = new Map();

/**
 * A list that comes in pages, `{items, next_cursor}`: `first` is what there is, `ask(cursor)` brings what follows,
 * `children(found)` shows all of it, each as `li[data-id]`; `name` is its own on its screen. Whoever asked for more
 * goes on at the first that came: the focus is there, and not on a button that slid away or is gone.
 */
export function Pages({ name, first, ask, text = t("pages.earlier"), children }) {
  const further = useRef(asked.get(keyOf(name)) ?? 0);
  const later = useSignal({ behind: null, found: null });
  const found = later.value.behind === first ? later.value.found : first;
  const list = useRef(null);
  const goOnAt = useRef(null);
  const { run, busy, refusal } = useAction(async ({ cursor }) => {
    const all = grown(found, await ask(cursor));
    goOnAt.current = all.items[found.items.length]?.id ?? null;
    later.value = { behind: first, found: all };
    further.current += 1;
    asked.set(keyOf(name), further.current);
  });
  useEffect(() => {
    let isWanted = further.current > 0;
    const settle = (all) => {
      if (isWanted && later.value.behind !== first) later.value = { behind: first, found: all };
    };
    if (isWanted) asMany(first, ask, further.current).then(settle, () => null);
    return () => (isWanted = false);
  }, [first]);
  useLayoutEffect(() => {
    const place = goOnAt.current && list.current.querySelector(`li[data-id="${goOnAt.current}"]`);
    goOnAt.current = null;
    if (place) focusIn(place);
  }, [found]);
  const { next_cursor: cursor } = found;
  return html`
    <div class="pages" ref=${list}>
      ${children(found)}
      <${Refused} refusal=${refusal} />
      ${cursor && html`<${Button} kind="plain" wide busy=${busy} staying onClick=${() => run({ cursor })}>${text}<//>`}
    </div>
  `;
}

function keyOf(name) {
  return `${name} ${history.state?.place}`;
}

async function asMany(found, ask, count) {
  if (!count || !found.next_cursor) return found;
  return asMany(grown(found, await ask(found.next_cursor)), ask, count - 1);
}

function focusIn(place) {
  const target = place.querySelector("a, input, button") ?? place;
  if (target === place) place.tabIndex = -1;
  target.focus();
}

/**
 * The next page behind what is there. Whoever moved meanwhile (a review was removed, a price changed) stands once.
 * @template {{items: {id: string}[], next_cursor: string | null}} Found
 * @param {Found} found
 * @param {{items: {id: string}[], next_cursor: string | null}} page
 * @returns {Found}
 */
export function grown(found, page) {
  const there = new Set(found.items.map(({ id }) => id));
  const items = [...found.items, ...page.items.filter(({ id }) => !there.has(id))];
  return { ...found, items, next_cursor: page.next_cursor };
}
