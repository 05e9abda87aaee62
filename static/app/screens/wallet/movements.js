import { html } from "htm/preact";
import { day, dayKey, money, time } from "../../format.js";
import { knows, t } from "../../i18n.js";
import { Pages } from "../../parts/pages.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { loadTransactions, wallet } from "../../store/wallet.js";

/** Every movement, by day. */
export function Movements() {
  const load = useLoad(() => loadTransactions(), [wallet.value?.balance]);
  return html`
    <section class="card">
      <h2>${t("movements.title")}</h2>
      <${Loaded} load=${load} rows=${2}>
        ${load.data?.items.length
          ? html`<${Pages} name="movements" first=${load.data} ask=${loadTransactions}>${({ items }) => byDay(items).map(Day)}<//>`
          : html`<p class="quiet">${t("movements.none")}</p>`}
      <//>
    </section>
  `;
}

function Day([key, movements]) {
  return html`
    <div key=${key}>
      <h3>${day(movements[0].created_at)}</h3>
      <ul class="movements">${movements.map((one) => html`<${Movement} key=${one.id} movement=${one} />`)}</ul>
    </div>
  `;
}

function Movement({ movement }) {
  const amount = Number(movement.amount);
  const key = [`movement.of.${movement.description}`, `movement.${movement.transaction_type}`].find(knows) ?? "movement.other";
  return html`
    <li class="movements__one" data-id=${movement.id}>
      <span>
        ${t(key)}
        <small class="quiet">
          ${time(movement.created_at)}${movement.status !== "completed" && ` · ${t(`movement.status.${movement.status}`)}`}
        </small>
      </span>
      <strong class=${amount > 0 ? "movements__in" : ""}>${amount > 0 ? "+" : ""}${money(amount)}</strong>
    </li>
  `;
}

function byDay(movements) {
  const days = new Map();
  for (const one of movements) {
    const key = dayKey(one.created_at);
    days.set(key, [...(days.get(key) ?? []), one]);
  }
  return [...days];
}
