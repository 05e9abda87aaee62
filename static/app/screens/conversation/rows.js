import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useMemo, useRef } from "preact/hooks";
import { day, dayKey, time } from "../../format.js";
import { t } from "../../i18n.js";
import { Later } from "../../parts/states.js";
import { user } from "../../store/session.js";
import { otherName, otherReadSeq } from "../../store/words.js";
import { EventCard } from "./event-card.js";

const BESIDE = () => import("./beside.js");
const MEDIA = () => import("./media.js");
const PROGRESS = () => import("./progress.js");

/** As many rows as a phone shows at once stand first; the rest of the page comes with the next frame. */
const FIRST_LOOK = 16;

/** So many rows are a list of their own: what a finger lands on and what is to be painted is looked for list by list. */
const STRETCH = 32;
const NONE = [];

export const isShown = (row) => !row.hidden && row.event?.kind !== "media.ready";

export const isNews = (row) => isShown(row) && row.sender_id !== user.value.id;

/**
 * The row that the unread line stands above. It is drawn when the conversation is opened and for what comes while
 * nobody looks, and stays where it is while it is being read.
 */
export function useUnreadLine(conversation, timeline, atEnd, isOpening) {
  const from = useSignal(null);
  const mine = conversation.participants?.find((person) => person.user_id === user.value.id);
  const read = mine?.last_read_seq ?? 0;
  const isAway = isOpening || document.hidden || !atEnd.peek();
  if (mine && conversation.unread_count > 0 && isAway && (from.peek() === null || from.peek() <= read)) from.value = read + 1;
  if (from.value === null) return null;
  return timeline.rows.find((row) => row.seq >= from.value && isNews(row))?.seq ?? null;
}

/** A stretch gets nothing that changes with each word said in another one, so that it is drawn once. */
export function Rows({ conversation, timeline, line, isWhole }) {
  const shown = useMemo(() => timeline.rows.filter(isShown), [timeline.rows]);
  const first = shown.slice(-FIRST_LOOK);
  const stretches = useStretches(isWhole || (line !== null && line < first[0]?.seq) ? shown : first);
  const targets = timeline.rows.filter((row) => row.event?.kind === "message.removed").map((row) => row.target_seq);
  const removed = useMemo(() => new Set(targets), [targets.join()]);
  const readSeq = otherReadSeq(conversation, user.value.id);
  return stretches.map((rows, index) => {
    const isLast = index === stretches.length - 1;
    return html`
      <${Stretch}
        key=${numberOf(rows[0])}
        rows=${rows}
        before=${stretches[index - 1]?.at(-1)}
        after=${stretches[index + 1]?.[0]}
        line=${rows.some(({ seq }) => seq === line) ? line : null}
        readSeq=${Math.min(readSeq, rows.at(-1)?.seq ?? 0)}
        removed=${removed}
        name=${otherName(conversation)}
        conversation=${rows.some(({ event }) => event) ? conversation : null}
        pending=${isLast ? timeline.pending : NONE}
      />
    `;
  });
}

/** Lists of neighbours; one in which nothing is new stays the same list. There is always one to speak in. */
function useStretches(rows) {
  const held = useRef(NONE);
  return useMemo(() => {
    const before = new Map(held.current.map((stretch) => [numberOf(stretch[0]), stretch]));
    const stretches = rows.length ? [] : [NONE];
    for (const row of rows) {
      if (numberOf(stretches.at(-1)?.[0]) === numberOf(row)) stretches.at(-1).push(row);
      else stretches.push([row]);
    }
    held.current = stretches.map((now) => {
      const was = before.get(numberOf(now[0]));
      return was?.length === now.length && was.every((row, index) => row === now[index]) ? was : now;
    });
    return held.current;
  }, [rows]);
}

/** Undefined without a row. */
function numberOf(row) {
  return row && Math.floor(row.seq / STRETCH);
}

function Stretch({ pending, ...facts }) {
  const { rows, before, after, line, readSeq, removed, name, conversation } = facts;
  const drawn = useMemo(
    () => rows.map((row, index) => html`
      <${Row}
        key=${row.client_msg_id ?? row.seq}
        row=${row}
        before=${rows[index - 1] ?? before}
        after=${rows[index + 1] ?? after}
        isFirstUnread=${row.seq === line}
        isRead=${row.seq <= readSeq}
        isRemoved=${removed.has(row.seq)}
        name=${name}
        conversation=${row.event ? conversation : null}
      />
    `),
    [rows, before, after, line, readSeq, removed, name, conversation],
  );
  const waiting = pending.map((message) => html`<${Bubble} key=${message.key} row=${message} pending name=${name} />`);
  return html`<ul>${[...drawn, ...waiting]}</ul>`;
}

function Row({ row, before, after, isFirstUnread, isRead, isRemoved, name, conversation }) {
  const newDay = !before || dayKey(before.created_at) !== dayKey(row.created_at);
  return html`
    ${newDay && html`<li class="timeline__day"><span>${day(row.created_at)}</span></li>`}
    ${isFirstUnread && html`<li class="timeline__unread"><span>${t("conversation.unread_line")}</span></li>`}
    ${row.event
      ? !isSaidAgain(row, after) && html`<${EventCard} row=${row} conversation=${conversation} />`
      : html`<${Bubble} row=${row} read=${isRead} removed=${isRemoved} name=${name} />`}
  `;
}

/** Ten pieces of evidence in a row are told once. */
function isSaidAgain({ event, sender_id: sender }, after) {
  return event?.kind === "dispute.evidence_added" && after?.event?.kind === event.kind && after.sender_id === sender;
}

/**
 * What one of the two said; `pending` while it has no number yet. Given nothing that changes with each word that is
 * said after it, it is drawn once.
 */
function Bubble({ row, name, read = false, removed = false, pending = false }) {
  const mine = pending || row.sender_id === user.value.id;
  const refused = pending && row.state === "refused";
  const who = mine ? t("message.mine") : name;
  return html`
    <li class="bubble ${mine ? "bubble--mine" : ""} ${refused ? "bubble--refused" : ""}" data-testid="message" data-seq=${row.seq}>
      <span class="unseen">${who}:</span>
      <div class="bubble__body">
        ${removed ? html`<em>${t("message.removed")}</em>` : html`<${Content} row=${row} />`}
      </div>
      <p class="bubble__meta">
        ${!pending && html`<time datetime=${row.created_at}>${time(row.created_at)}</time>`}
        ${mine && !refused && html`<${Tick} state=${pending ? "sending" : read ? "read" : "sent"} />`}
      </p>
      ${pending && row.file && !refused && html`<${Later} load=${PROGRESS} row=${row} />`}
      ${refused && html`<${Later} load=${BESIDE} part="Unsent" row=${row} />`}
    </li>
  `;
}

function Content({ row }) {
  if (row.message_type === "text") return html`<p class="bubble__text">${row.content}</p>`;
  if (row.message_type !== "image" || row.media?.state === "refused") {
    return html`<${Later} load=${MEDIA} row=${row} waiting=${html`<p class="media-waits"></p>`} />`;
  }
  return html`<${Later} load=${BESIDE} part="Photograph" row=${row} waiting=${html`<${PhotoPlace} media=${row.media} />`} />`;
}

/** As large as the photo will be. */
function PhotoPlace({ media }) {
  return html`<p class="photo"><svg width=${media?.width} height=${media?.height} viewBox="0 0 ${media?.width ?? 1} ${media?.height ?? 1}"></svg></p>`;
}

/** A picture of the stylesheet's: an icon in each of a thousand rows takes a slow phone longer to paint than all that is said. */
function Tick({ state }) {
  return html`<span class="tick tick--${state}" role="img" aria-label=${t(`message.state.${state}`)}></span>`;
}
