import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { changeBudget } from "../../store/wallet.js";

/** No alerts and no buying until resumed; the profile stays where clients find it. */
export function Pause({ state }) {
  const { run, busy, refusal } = useAction((body, key) => changeBudget(body, key));
  const paused = Boolean(state.is_paused);
  return html`
    <section class="card" aria-label=${t("pause.title")}>
      <h2>${t("pause.title")}</h2>
      <p>${t(paused ? "pause.on" : "pause.off")}</p>
      <${Refused} refusal=${refusal} />
      <${Button} kind=${paused ? "main" : "plain"} icon=${paused ? "play" : "pause"} busy=${busy} onClick=${() => run({ is_paused: !paused })}>
        ${t(paused ? "wallet.resume" : "pause.action")}
      <//>
    </section>
  `;
}
