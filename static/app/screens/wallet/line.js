import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { band, budgetLeft, isFree, wallet } from "../../store/wallet.js";

const ICONS = { good: "check", low: "clock", empty: "warning" };

/** The balance in one line, for screens that spend it. */
export function WalletLine() {
  const state = wallet.value;
  if (!state) return null;
  if (isFree(state)) return html`<p class="wallet-line wallet-line--good"><${Icon} name="gift" /> <span>${t("wallet.free_note")}</span></p>`;
  const level = band(state.balance);
  return html`
    <a class="wallet-line wallet-line--${level}" href="/wallet">
      <${Icon} name=${ICONS[level]} />
      <span>${t("lead.means", { balance: money(state.balance, { short: true }), budget: money(budgetLeft.value, { short: true }) })}</span>
      ${level !== "good" && html`<strong>${t(level === "low" ? "wallet.low" : "wallet.add")}</strong>`}
    </a>
  `;
}
