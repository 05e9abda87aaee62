import { html } from "htm/preact";
import { heights } from "../../store/numbers.js";

const WIDTH = 20;
const GAP = 8;
const HIGH = 100;

/** A bar a week, the running one paler. What it shows stands in the table beside it, so it is no more than a picture. */
export function Chart({ title, figure, values }) {
  const bars = heights(values);
  const width = values.length * (WIDTH + GAP) - GAP;
  return html`
    <figure class="card chart">
      <figcaption><span>${title}</span> <strong>${figure}</strong></figcaption>
      <svg class="chart__bars" viewBox="0 0 ${width} ${HIGH}" preserveAspectRatio="none" aria-hidden="true">
        <path class="chart__line" d="M0 ${HIGH} H${width}" />
        ${bars.map(
          (height, place) => html`<rect
            key=${place}
            class=${place === bars.length - 1 ? "chart__now" : ""}
            x=${place * (WIDTH + GAP)}
            y=${HIGH - height}
            width=${WIDTH}
            height=${height}
            rx="3"
          />`,
        )}
      </svg>
    </figure>
  `;
}
