import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { Refused } from "./refused.js";
import { useAction } from "./use-action.js";

/**
 * A list that comes in pages, `{items, next_cursor}`: `first` is what there is, `ask(cursor)` brings what follows,
 * `children(found)` shows all of it, each as `li[data-id]`. A first page asked anew begins anew. Whoever asked for
 * more goes on at the first that came: the focus is there, and not on a button that slid away or is gone.
 */
export function Pages({ first, ask, text = t("pages.earlier"), children }) {
  const later = useSignal({ behind: null, found: null });
  const found = later.value.behind === first ? later.value.found : first;
  const list = useRef(null);
  const goOnAt = useRef(null);
  const { run, busy, refusal } = useAction(async ({ cursor }) => {
    const all = grown(found, await ask(cursor));
    goOnAt.current = all.items[found.items.length]?.id ?? null;
    later.value = { behind: first, found: all };
  });
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
