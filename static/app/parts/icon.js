import { html } from "htm/preact";

const SPRITE = new URL("../../images/icons.svg", import.meta.url).pathname;

/** Always beside a word or inside something that has a name. */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" width=${size} height=${size} aria-hidden="true" focusable="false">
    <use href="${SPRITE}#${name}"></use>
  </svg>`;
}
