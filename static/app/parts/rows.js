import { html } from "htm/preact";
import { Icon } from "./icon.js";

/** A list of places, each a whole line to tap. */
export function Rows({ label, children }) {
  return html`<nav class="card rows" aria-label=${label}><ul>${children}</ul></nav>`;
}

export function Row({ icon, path, title, text = null, count = 0, countWords = "" }) {
  return html`
    <li>
      <a class="rows__one" href=${path}>
        <${Icon} name=${icon} size=${24} />
        <span class="rows__text"><span>${title}</span>${text && html`<small>${text}</small>`}</span>
        ${count > 0 && html`<b class="count" aria-hidden="true">${count}</b><span class="unseen">${countWords}</span>`}
        <${Icon} name="next" size=${18} />
      </a>
    </li>
  `;
}
