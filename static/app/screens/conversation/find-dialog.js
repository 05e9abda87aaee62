import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { user } from "../../store/session.js";
import { pieces, search } from "../../store/searching.js";
import { jumpTo } from "./jump.js";

/** What was said here, whatever the accents; a tap leads to its place. */
export default function FindDialog({ conversation, name, onClose }) {
  const words = useSignal("");
  const found = useSignal(null);
  const { run, busy, refusal } = useAction(async ({ q, before }) => {
    const { items, next_cursor: next } = await search(conversation.id, q, before);
    found.value = { q, items: before ? [...found.value.items, ...items] : items, next };
  });
  const jump = useAction(async ({ seq }) => {
    await jumpTo(conversation.id, seq);
    onClose();
  });
  const submit = (event) => {
    event.preventDefault();
    const q = words.value.trim();
    if (q.length > 1) run({ q });
  };
  return html`
    <${Dialog} title=${t("find.title")} onClose=${onClose}>
      <form class="find__form" role="search" onSubmit=${submit}>
        <${Field} type="search" label=${t("find.words")} maxlength="100" enterkeyhint="search" value=${words.value} onInput=${(event) => (words.value = event.target.value)} />
        <${Button} type="submit" busy=${busy} disabled=${words.value.trim().length < 2}>${t("find.action")}<//>
      </form>
      <${Refused} refusal=${refusal ?? jump.refusal} />
      ${found.value && html`<${Hits} found=${found.value} name=${name} isBusy=${jump.busy} onHit=${(seq) => jump.run({ seq })} />`}
      ${found.value?.next && html`<${Button} kind="quiet" busy=${busy} onClick=${() => run({ q: found.value.q, before: found.value.next })}>${t("find.further")}<//>`}
    <//>
  `;
}

function Hits({ found: { q, items, next }, name, isBusy, onHit }) {
  return html`
    <p role="status" class="quiet">${items.length || !next ? t("find.count", { count: items.length }) : t("find.none_yet")}</p>
    <ul class="find__hits">
      ${items.map(
        (row) => html`
          <li key=${row.seq}>
            <button type="button" disabled=${isBusy} onClick=${() => onHit(row.seq)}>
              <span class="quiet">${row.sender_id === user.value.id ? t("message.mine") : name} · ${dayAndTime(row.created_at)}</span>
              <span>${pieces(row.content, q).map(({ text, isHit }) => (isHit ? html`<mark>${text}</mark>` : text))}</span>
            </button>
          </li>
        `,
      )}
    </ul>
  `;
}
