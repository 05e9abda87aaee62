import { html } from "htm/preact";
import { time } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Later } from "../../parts/later.js";
import { Photo } from "../../parts/photo.js";
import { wordsFor } from "../../parts/refused.js";
import { outbox, previewOf } from "../../store/sending.js";
import { user } from "../../store/session.js";

const MEDIA = () => import("./media.js");
const PROGRESS = () => import("./progress.js");

/**
 * What one of the two said; `pending` while it has no number yet. Given nothing that changes with each word that is
 * said after it, it is drawn once.
 */
export function Bubble({ row, name, read = false, removed = false, pending = false }) {
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
      ${refused && html`<${Unsent} row=${row} />`}
    </li>
  `;
}

function Content({ row }) {
  const preview = previewOf(row);
  const address = preview ?? row.media?.url;
  if (row.message_type === "text") return html`<p class="bubble__text">${row.content}</p>`;
  if (row.message_type === "image" && row.media?.state !== "refused") return html`<${Photo} address=${address} isReady=${preview !== null || row.media?.state === "ready"} width=${row.media?.width} height=${row.media?.height} alt=${t("message.type.image")} />`;
  return html`<${Later} load=${MEDIA} row=${row} address=${address} isOwn=${preview !== null} waiting=${html`<p class="media-waits"></p>`} />`;
}

const TICKS = { sending: "clock", sent: "check", read: "checks" };

function Tick({ state }) {
  return html`<span class="tick tick--${state}">
    <${Icon} name=${TICKS[state]} size=${16} /><span class="unseen">${t(`message.state.${state}`)}</span>
  </span>`;
}

/** Words are never lost: they stay with why they were not taken, one way to try again and one to let go. */
function Unsent({ row }) {
  return html`
    <div class="bubble__unsent" role="alert">
      <p><${Icon} name="warning" size=${16} /> ${wordsFor(row.code)}</p>
      <${Button} kind="quiet" onClick=${() => outbox.retry(row.key)}>${t("action.retry")}<//>
      <${Button} kind="quiet" onClick=${() => outbox.discard(row.key)}>${t("message.discard")}<//>
    </div>
  `;
}
