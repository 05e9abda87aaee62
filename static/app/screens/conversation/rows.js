import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { day, dayKey, time } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Later } from "../../parts/states.js";
import { user } from "../../store/session.js";
import { otherName, otherReadSeq } from "../../store/words.js";
import { EventCard } from "./event-card.js";

const BESIDE = () => import("./beside.js");
const MEDIA = () => import("./media.js");
const PROGRESS = () => import("./progress.js");

/** As many rows as a phone shows at once stand first; the rest of the page comes with the next frame. */
const FIRST_LOOK = 16;

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

/** What was said gets nothing that changes with each word said after it, so that it is drawn once. */
export function Rows({ conversation, timeline, line, isWhole }) {
  const shown = useMemo(() => timeline.rows.filter(isShown), [timeline.rows]);
  const first = shown.slice(-FIRST_LOOK);
  const rows = isWhole || (line !== null && line < first[0]?.seq) ? shown : first;
  const removed = useMemo(() => removedIn(timeline.rows), [timeline.rows]);
  const readSeq = otherReadSeq(conversation, user.value.id);
  const name = otherName(conversation);
  const drawn = rows.map((row, index) => html`
    <${Row}
      key=${row.client_msg_id ?? row.seq}
      row=${row}
      before=${rows[index - 1]}
      after=${rows[index + 1]}
      isFirstUnread=${row.seq === line}
      isRead=${row.seq <= readSeq}
      isRemoved=${removed.has(row.seq)}
      name=${name}
      conversation=${row.event ? conversation : null}
    />
  `);
  const waiting = timeline.pending.map((message) => html`<${Bubble} key=${message.key} row=${message} pending name=${name} />`);
  return [...drawn, ...waiting];
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

function removedIn(rows) {
  return new Set(rows.filter((row) => row.event?.kind === "message.removed").map((row) => row.target_seq));
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

const TICKS = { sending: "clock", sent: "check", read: "checks" };

function Tick({ state }) {
  return html`<span class="tick tick--${state}">
    <${Icon} name=${TICKS[state]} size=${16} /><span class="unseen">${t(`message.state.${state}`)}</span>
  </span>`;
}
