import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Empty, Failed, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { conversations, inbox, loadInbox } from "../../store/conversations.js";
import { role } from "../../store/session.js";
import { needsYou, otherName } from "../../store/words.js";
import { ConversationRow } from "./row.js";

const SEGMENTS = ["needs_you", "all", "archived"];

/** How far down the column stands on a large screen: opening a conversation doesn't move it. */
let column = 0;

/** The inbox itself; beside an open conversation it is the left column. */
export function ConversationList({ current = null }) {
  const load = useLoad(loadInbox);
  const segment = useSignal("all");
  const words = useSignal("");
  const place = useColumn(conversations.value !== null);
  if (conversations.value === null && load.state === "failed") {
    return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  }
  if (conversations.value === null) return html`<${Skeleton} rows=${5} />`;
  if (!inbox.value.length) return html`<${NothingYet} />`;
  const shown = inbox.value.filter((one) => isIn(segment.value, one) && says(one, words.value));
  return html`
    <div class="inbox" ref=${place}>
      <${Segments} value=${segment.value} onChange=${(value) => (segment.value = value)} />
      <input
        class="search-box"
        type="search"
        aria-label=${t("inbox.search")}
        placeholder=${t("inbox.search")}
        value=${words.value}
        onInput=${(event) => (words.value = event.target.value)}
      />
      <ul class="inbox__rows" aria-label=${t("inbox.title")}>
        ${shown.map((one) => html`<${ConversationRow} key=${one.id} conversation=${one} current=${one.id === current} />`)}
      </ul>
      ${!shown.length && html`<p class="quiet-line">${t("inbox.none_here")}</p>`}
    </div>
  `;
}

function useColumn(isThere) {
  const place = useRef(null);
  useLayoutEffect(() => {
    const box = place.current?.closest(".talk-layout__list");
    if (!box) return undefined;
    box.scrollTop = column;
    return () => (column = box.scrollTop);
  }, [isThere]);
  return place;
}

function Segments({ value, onChange }) {
  return html`
    <div class="segments" role="group" aria-label=${t("inbox.segments")}>
      ${SEGMENTS.map(
        (one) => html`
          <button key=${one} type="button" aria-pressed=${one === value} onClick=${() => onChange(one)}>
            ${t(`inbox.segment.${one}`)}
          </button>
        `,
      )}
    </div>
  `;
}

function NothingYet() {
  const client = role.value === "client";
  const side = client ? "client" : "worker";
  return html`
    <${Empty} picture="inbox" title=${t("inbox.empty.title")} text=${t(`inbox.empty.${side}`)}>
      <a class="button button--main" href=${client ? "/requests/new" : "/leads"}>${t(`inbox.empty.${side}_action`)}</a>
    <//>
  `;
}

function isIn(segment, conversation) {
  if (segment === "archived") return conversation.status === "archived";
  if (conversation.status === "archived") return false;
  return segment === "all" || needsYou(conversation, role.value);
}

function says(conversation, words) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return true;
  const text = [otherName(conversation), conversation.lead?.title, conversation.last_message?.content];
  return text.some((one) => one?.toLowerCase().includes(wanted));
}
