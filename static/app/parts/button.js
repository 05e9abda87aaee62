import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * `kind`: "main" (one per screen), "plain", "quiet" or "danger". A busy button says so and can't be pressed twice;
 * `staying` keeps the focus meanwhile, for an action that hears only the first press.
 */
export function Button({ kind = "main", busy = false, staying = false, icon = null, wide = false, type = "button", children, ...rest }) {
  const classes = ["button", `button--${kind}`, wide && "button--wide"].filter(Boolean).join(" ");
  return html`
    <button class=${classes} type=${type} aria-busy=${busy || undefined} ...${rest} disabled=${rest.disabled || (busy && !staying)}>
      ${busy ? html`<span class="button__wait" aria-hidden="true"></span>` : icon && html`<${Icon} name=${icon} />`}
      <span>${children}</span>
    </button>
  `;
}
