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
import { LOWEST } from "../../store/withdrawals.js";
import { AutoReload } from "./auto-reload.js";
import { Budget } from "./budget.js";
import { DepositDialog } from "./deposit.js";
import { Movements } from "./movements.js";
import { Pause } from "./pause.js";
import { Pending } from "./pending.js";
import { WithdrawDialog } from "./withdraw.js";
import { Withdrawals } from "./withdrawals.js";

export default function Wallet() {
  const load = useLoad(loadWallet);
  const asked = useSignal(null);
  const state = wallet.value;
  return html`
    <${Page} title=${t("wallet.title")} narrow>
      <${Loaded} load=${state ? { state: "ready" } : load} rows=${4}>
        ${state &&
        html`
          <${Balance} state=${state} onAsk=${(what) => (asked.value = what)} />
          <${Pending} />
          <${Withdrawals} />
          <${Budget} state=${state} />
          <${AutoReload} />
          <${Pause} state=${state} />
          <${Movements} />
        `}
      <//>
      ${asked.value && html`<${DIALOGS[asked.value]} onClose=${() => (asked.value = null)} />`}
    <//>
  `;
}

const DIALOGS = { deposit: DepositDialog, withdraw: WithdrawDialog };
const ICONS = { good: "check", low: "clock", empty: "warning" };

function Balance({ state, onAsk }) {
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
      <${Button} icon="plus" wide onClick=${() => onAsk("deposit")}>${t("wallet.add")}<//>
      <${Earned} withdrawable=${state.withdrawable} onAsk=${onAsk} />
    </section>
  `;
}

/** What of it was earned, and may leave. */
function Earned({ withdrawable, onAsk }) {
  if (!Number(withdrawable)) return null;
  const enough = Number(withdrawable) >= LOWEST;
  return html`
    <p class="quiet">${t(enough ? "wallet.earned" : "wallet.earned_little", { amount: money(withdrawable) })}</p>
    ${enough && html`<${Button} kind="plain" icon="out" wide onClick=${() => onAsk("withdraw")}>${t("wallet.withdraw")}<//>`}
  `;
}
