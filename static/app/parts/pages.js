import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n.js";
import { grown } from "../store/search.js";
import { Button } from "./button.js";
import { Refused } from "./refused.js";
import { useAction } from "./use-action.js";

/**
 * A list that comes in pages: `first` is what there is, `ask(cursor)` brings what follows, `children(found)` shows
 * all of it, each as `li[data-id]`. Whoever asked for more goes on at the first that came: the focus is there, and
 * not on a button that slid away or is gone.
 */
export function Pages({ first, ask, children }) {
  const later = useSignal(null);
  const found = later.value ?? first;
  const list = useRef(null);
  const goOnAt = useRef(null);
  const { run, busy, refusal } = useAction(async ({ cursor }) => {
    const all = grown(found, await ask(cursor));
    goOnAt.current = (all.items[found.items.length] ?? all.items.at(-1)).id;
    later.value = all;
  });
  useLayoutEffect(() => {
    if (!goOnAt.current) return;
    const place = list.current.querySelector(`li[data-id="${goOnAt.current}"]`);
    goOnAt.current = null;
    place?.querySelector("a, input")?.focus();
  }, [found]);
  const { next_cursor: cursor } = found;
  return html`
    <div class="pages" ref=${list}>
      ${children(found)}
      <${Refused} refusal=${refusal} />
      ${cursor && html`<${Button} kind="plain" wide busy=${busy} staying onClick=${() => run({ cursor })}>${t("search.more")}<//>`}
    </div>
  `;
}
