import { html } from "htm/preact";
import { hue, initials } from "../format.js";

export function Avatar({ name, url = null, size = 44, online = false }) {
  const style = { "--avatar-size": `${size}px`, "--avatar-hue": hue(name) };
  return html`
    <span class="avatar ${online ? "avatar--online" : ""}" style=${style} aria-hidden="true">
      ${initials(name)}
      ${url && html`<img key=${url} src=${url} alt="" loading="lazy" onError=${(event) => (event.target.hidden = true)} />`}
    </span>
  `;
}
