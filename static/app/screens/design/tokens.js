import { html } from "htm/preact";
import { t } from "../../i18n.js";

const COLOURS = ["ground", "surface", "surface-sunk", "line", "line-strong", "ink", "ink-soft", "brand", "brand-strong", "brand-soft", "on-brand", "amber", "amber-soft", "amber-line", "bad", "bad-soft", "on-bad", "good", "good-soft", "bubble-mine", "bubble-theirs"];
const SIZES = ["s", "m", "l", "xl", "xxl"];

export function Tokens() {
  return html`
    <h3>${t("design.colours")}</h3>
    <ul class="design__swatches">
      ${COLOURS.map((name) => html`<li key=${name}><i style=${{ background: `var(--${name})` }}></i><code>--${name}</code></li>`)}
    </ul>
    <h3>${t("design.sizes")}</h3>
    <ul class="design__sizes">
      ${SIZES.map((name) => html`<li key=${name} style=${{ fontSize: `var(--text-${name})` }}>${t("welcome.title")} <code>--text-${name}</code></li>`)}
    </ul>
  `;
}
