import { html } from "htm/preact";
import { bytes } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { previewOf } from "../../store/sending.js";
import { VoicePlayer } from "./voice-player.js";

/** A video, a voice or a document in its bubble. One's own plays from this page before the server has looked at it. */
export default function Media({ row }) {
  const { media } = row;
  const preview = previewOf(row);
  const address = preview ?? media?.url;
  if (media?.state === "refused") return html`<p class="quiet">${t("message.media_refused")}</p>`;
  const isReady = preview !== null || media?.state === "ready";
  if (row.message_type === "voice") return html`<${VoicePlayer} address=${isReady ? address : null} seconds=${media?.seconds ?? row.seconds} peaks=${media?.peaks ?? row.peaks} />`;
  if (!isReady) return html`<p class="photo photo--missing">${t("message.media_pending")}</p>`;
  if (row.message_type === "video") return html`<${Video} address=${address} media=${media} />`;
  return html`<${Document} row=${row} address=${address} />`;
}

/** Keeps its place while it comes. */
function Video({ address, media }) {
  const shape = media?.width && media?.height ? { aspectRatio: `${media.width} / ${media.height}` } : {};
  return html`<video class="bubble__media" style=${shape} src=${address} aria-label=${t("message.type.video")} controls playsinline preload="metadata"></video>`;
}

function Document({ row, address }) {
  const size = row.media?.byte_size ?? row.file?.size;
  return html`
    <a class="document" href=${address} target="_blank" rel="noopener">
      <${Icon} name="file" size=${28} />
      <span>
        <strong>${row.file?.name ?? t("message.type.file")}</strong>
        <span class="quiet">PDF${size ? ` · ${bytes(size)}` : ""}</span>
      </span>
    </a>
  `;
}
