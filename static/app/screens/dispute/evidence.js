import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Photo } from "../../parts/photo.js";
import { PhotoPicker } from "../../parts/photo-picker.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { EVIDENCE, MOST_EVIDENCE, show } from "../../store/disputes.js";

/** What both show, each under their name; until it is decided, more can be added. */
export function Evidence({ dispute, me, name, onDone }) {
  const own = dispute.evidence.filter((one) => one.uploaded_by === me);
  const theirs = dispute.evidence.filter((one) => one.uploaded_by !== me);
  const room = MOST_EVIDENCE - own.length;
  return html`
    <section class="card" data-testid="dispute-evidence">
      <h2>${t("dispute.evidence")}</h2>
      ${dispute.evidence.length === 0 && html`<p class="quiet">${t("dispute.evidence_none")}</p>`}
      <${Shown} title=${t("dispute.evidence_mine")} pieces=${own} />
      <${Shown} title=${t("dispute.evidence_theirs", { name })} pieces=${theirs} />
      ${dispute.status !== "resolved" && room > 0 && html`<${Adding} dispute=${dispute} room=${room} onDone=${onDone} />`}
    </section>
  `;
}

function Shown({ title, pieces }) {
  if (!pieces.length) return null;
  return html`
    <h3>${title}</h3>
    <ul class="event__photos">
      ${pieces.map((piece) => html`<li key=${piece.id}><${Piece} piece=${piece} /></li>`)}
    </ul>
  `;
}

function Piece({ piece: { media_type: kind, media, description } }) {
  const words = description || t("dispute.evidence_one");
  if (kind === "image") return html`<${Photo} address=${media.url} isReady=${media.state === "ready"} alt=${words} />`;
  if (kind === "video") return html`<video class="photo" src=${media.url} controls preload="metadata" aria-label=${words}></video>`;
  return html`<a class="photos__file" href=${media.url} download><${Icon} name="file" size=${24} /> ${words}</a>`;
}

function Adding({ dispute, room, onDone }) {
  const photos = useSignal([]);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await show(dispute.id, body.ids, key);
    photos.value = [];
    onDone();
  });
  const ids = photos.value.map((photo) => photo.id).filter(Boolean);
  const isUploading = photos.value.some((photo) => photo.state === "sending");
  return html`
    <${PhotoPicker} label=${t("dispute.evidence_add")} purpose="evidence" accept=${EVIDENCE} most=${room} photos=${photos} />
    <${Refused} refusal=${refusal} />
    ${photos.value.length > 0 &&
    html`<${Button} wide busy=${busy} disabled=${isUploading || !ids.length} onClick=${() => run({ ids })}>${t("dispute.evidence_send", { count: ids.length })}<//>`}
  `;
}
