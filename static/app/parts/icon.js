import { html } from "htm/preact";

const SPRITE = new URL("../../images/icons.svg", import.meta.url).pathname;

/** Always beside a word or inside something that has a name. */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" width=${size} height=${size} aria-hidden="true" focusable="false">
    <use href="${SPRITE}#${name}"></use>
  </svg>`;
}

/** A person: their picture, or their initials on a colour of their own. */
export function Avatar({ name, url = null, size = 44, online = false }) {
  const style = { "--avatar-size": `${size}px`, "--avatar-hue": hue(name) };
  return html`
    <span class="avatar ${online ? "avatar--online" : ""}" style=${style} aria-hidden="true">
      ${initials(name)}
      ${url && html`<img key=${url} src=${url} alt="" loading="lazy" onError=${(event) => (event.target.hidden = true)} />`}
    </span>
  `;
}

export function initials(name) {
  const parts = (name ?? "").trim().split(/\s+/).filter(Boolean);
  return parts.slice(0, 2).map((part) => part[0].toUpperCase()).join("");
}

/** One of twelve hues, the same for the same name everywhere. */
export function hue(name) {
  let sum = 0;
  for (const letter of name ?? "") sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return Math.floor(sum / 30) * 30;
}
