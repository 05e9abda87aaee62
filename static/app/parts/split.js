import { html } from "htm/preact";
import { money } from "../format.js";
import { t } from "../i18n.js";

/** Two amounts side by side that make the whole, and how much of it each is. */
export function Split({ client, worker, role, name = "" }) {
  const label = (side) => t(side === role ? "split.mine" : `split.${side}`, { name });
  return html`
    <dl class="split" data-testid="split">
      <div class="split__side">
        <dt>${label("client")}</dt>
        <dd>${money(client)}</dd>
      </div>
      <div class="split__side split__side--worker">
        <dt>${label("worker")}</dt>
        <dd>${money(worker)}</dd>
      </div>
      <div class="split__bar" aria-hidden="true">
        <span style=${{ flexGrow: Number(client) }}></span>
        <span style=${{ flexGrow: Number(worker) }}></span>
      </div>
    </dl>
  `;
}
