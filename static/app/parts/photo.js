import { html } from "htm/preact";
import { t } from "../i18n.js";

/** A picture that keeps its place while it comes, and opens large in a tab of its own. */
export function Photo({ address, alt }) {
  if (!address) return html`<p class="photo photo--missing">${t("message.media_pending")}</p>`;
  return html`<a class="photo" href=${address} target="_blank" rel="noopener"><img src=${address} alt=${alt} loading="lazy" /></a>`;
}
