import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Photo } from "../../parts/photo.js";
import { previewOf } from "../../store/sending.js";

/** A photo in its bubble; one's own shows from this page before the server has looked at it. */
export function Photograph({ row }) {
  const { media } = row;
  const preview = previewOf(row);
  const isReady = preview !== null || media?.state === "ready";
  return html`<${Photo} address=${preview ?? media?.url} isReady=${isReady} width=${media?.width} height=${media?.height} alt=${t("message.type.image")} />`;
}
