import { html } from "htm/preact";
import { t } from "../../../i18n.js";
import { Photo } from "../../../parts/photo.js";

/** The finished work, as its photos show it. */
export function Completion({ event }) {
  if (!event.photos?.length) return null;
  return html`<div class="event__photos">
    ${event.photos.map((one) => html`<${Photo} key=${one.id ?? one.url} address=${one.url} isReady=${one.state === "ready"} alt=${t("complete.photo")} />`)}
  </div>`;
}
