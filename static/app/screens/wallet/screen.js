import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { beat } from "../../clock.js";
import { dayAndTime, left, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { band, isFree, loadWallet, wallet } from "../../store/wallet.js";
import { AutoReload } from "./auto-reload.js";
import { Budget } from "./budget.js";
import { DepositDialog } from "./deposit.js";
import { Movements } from "./movements.js";
import { Pause } from "./pause.js";
import { Pending } from "./pending.js";

export default function Wallet() {
  const load = useLoad(loadWallet);
  const adding = useSignal(false);
  const state = wallet.value;
  return html`
    <${Page} title=${t("wallet.title")} narrow>
      <${Loaded} load=${state ? { state: "ready" } : load} rows=${4}>
        ${state &&
        html`
          <${Balance} state=${state} onAdd=${() => (adding.value = true)} />
          <${Pending} />
          <${Budget} state=${state} />
          <${AutoReload} />
          <${Pause} state=${state} />
          <${Movements} />
        `}
      <//>
      ${adding.value && html`<${DepositDialog} onClose=${() => (adding.value = false)} />`}
    <//>
  `;
}

const ICONS = { good: "check", low: "clock", empty: "warning" };

function Balance({ state, onAdd }) {
  beat.value;
  const free = isFree(state);
  const known = band(state.balance);
  const level = free && known === "empty" ? "low" : known;
  return html`
    <section class="card balance balance--${level}" aria-label=${t("wallet.balance")}>
      <p class="quiet">${t("wallet.balance")}</p>
      <p class="balance__figure" data-testid="balance">${money(state.balance)} <small>MXN</small></p>
      ${(!free || known === "good") &&
      html`<p class="balance__band"><${Icon} name=${ICONS[level]} size=${18} /> ${t(`wallet.band.${level}`)}</p>`}
      ${free &&
      html`<p class="note">
        <${Icon} name="gift" />
        <span>${t("wallet.free", { left: left(state.free_until), when: dayAndTime(state.free_until) })}</span>
      </p>`}
      <${Button} icon="plus" wide onClick=${onAdd}>${t("wallet.add")}<//>
    </section>
  `;
}
