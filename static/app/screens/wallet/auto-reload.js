import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Choice } from "../../parts/field.js";
import { Refused } from "../../parts/refused.js";
import { Failed } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useFresh } from "../../parts/use-fresh.js";
import { useLoad } from "../../parts/use-load.js";
import { notices } from "../../store/notices.js";
import { changeAutoReload, loadAutoReload, loadCards, removeCard } from "../../store/wallet.js";

const AMOUNTS = ["300.00", "500.00", "1000.00"];
const MOST_FAILURES = 3;

/** The switch, how much at a time, and the cards that were saved with deposits. */
export function AutoReload() {
  const load = useLoad(() => Promise.all([loadAutoReload(), loadCards()]));
  useFresh(load, notices.value.lastSeq);
  if (load.state === "failed" && !load.data) return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  if (!load.data) return null;
  const [setting, cards] = load.data;
  return html`
    <section class="card" aria-label=${t("reload.title")}>
      <h2>${t("reload.title")}</h2>
      <${Switch} setting=${setting} cards=${cards} onDone=${load.reload} />
      ${cards.length > 0 &&
      html`<ul class="movements">${cards.map((card) => html`<${Card} key=${card.id} card=${card} onDone=${load.reload} />`)}</ul>`}
    </section>
  `;
}

function Switch({ setting, cards, onDone }) {
  const amount = useSignal(setting.amount);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await changeAutoReload(body, key);
    onDone();
  });
  const values = { line: money(setting.threshold, { short: true }), amount: money(setting.amount, { short: true }) };
  const options = [...new Set([...AMOUNTS, setting.amount])];
  if (!setting.enabled && cards.length === 0) return html`<p>${t("reload.no_card")}</p>`;
  return html`
    ${!setting.enabled && setting.failures >= MOST_FAILURES && html`<p class="field__error">${t("reload.refused")}</p>`}
    <p>${setting.enabled ? t("reload.on", { ...values, last4: setting.card?.last4 ?? "" }) : t("reload.off", values)}</p>
    ${!setting.enabled &&
    html`<${Choice}
      legend=${t("reload.amount")}
      name="reload"
      compact
      value=${amount.value}
      onChange=${(chosen) => (amount.value = chosen)}
      options=${options.map((one) => ({ value: one, text: money(one, { short: true }) }))}
    />`}
    <${Refused} refusal=${refusal} />
    <${Button}
      kind=${setting.enabled ? "plain" : "main"}
      icon=${setting.enabled ? "pause" : "play"}
      busy=${busy}
      onClick=${() => run(setting.enabled ? { enabled: false } : { enabled: true, amount: amount.value })}
    >
      ${setting.enabled ? t("reload.switch_off") : t("reload.switch_on")}
    <//>
  `;
}

function Card({ card, onDone }) {
  const { run, busy, refusal } = useAction(async (id, key) => {
    await removeCard(id, key);
    onDone();
  });
  const values = { brand: card.brand, last4: card.last4 };
  return html`
    <li class="movements__one">
      <span>
        ${t("reload.card", values)}
        <small class="quiet">${t("reload.expires", { when: `${String(card.exp_month).padStart(2, "0")}/${card.exp_year}` })}</small>
      </span>
      <${Button} kind="plain" icon="trash" busy=${busy} onClick=${() => run(card.id)}>${t("reload.remove")}<//>
      <${Refused} refusal=${refusal} />
    </li>
  `;
}
