import { html } from "htm/preact";
import { beat } from "../clock.js";
import { left, money } from "../format.js";
import { t, wordsFor } from "../i18n.js";
import { go } from "../router.js";
import { buy } from "../store/leads.js";
import { say } from "../store/toasts.js";
import { budgetLeft, isFree, LEAD_PRICE, loadWallet, obstacle, wallet, waysOut } from "../store/wallet.js";
import { Button } from "./button.js";
import { Refused } from "./refused.js";
import { useAction } from "./use-action.js";

/** The amount on the button, balance and budget under it, and what to do when it may not be pressed. */
export function BuyButton({ lead }) {
  beat.value;
  const { run, busy, refusal } = useAction(async (_, key, isHere) => {
    const conversation = await buy(lead, key);
    loadWallet().catch(() => null);
    const address = `/conversations/${conversation}`;
    if (isHere()) go(address);
    else say(t("lead.bought"), { tone: "good", link: address });
  });
  const { conversation_id: talk, status } = lead.purchase ?? {};
  if (talk && status !== "refunded") {
    return html`<a class="button button--plain button--wide" href="/conversations/${talk}">${t("lead.open")}</a>`;
  }
  const obstacleCode = obstacle(wallet.value);
  const free = isFree(wallet.value);
  const price = money(lead.price ?? LEAD_PRICE, { short: true });
  return html`
    <div class="buy">
      <${Button} wide busy=${busy} disabled=${obstacleCode !== null} onClick=${() => run({ lead: lead.id })}>
        ${free ? t("lead.buy_free") : t("lead.buy", { price })}
      <//>
      <p class="buy__note">${noteOf(wallet.value, free)}</p>
      ${obstacleCode && html`<p class="buy__obstacle">${wordsFor(obstacleCode)} <${WaysOut} code=${obstacleCode} /></p>`}
      <${Refused} refusal=${refusal}><${WaysOut} code=${refusal?.code} /><//>
    </div>
  `;
}

function noteOf(state, free) {
  if (!state) return "";
  if (free) return t("wallet.free_note");
  return t("lead.means", { balance: money(state.balance, { short: true }), budget: money(budgetLeft.value, { short: true }) });
}

/** What leads on: more money, a higher budget or a pause, or waiting for Monday, which needs nothing. */
function WaysOut({ code }) {
  const resetsAt = code === "WEEKLY_BUDGET_REACHED" && wallet.value?.week_resets_at;
  return html`
    ${resetsAt && html`<span>${t("budget.resets", { left: left(resetsAt) })} · </span>`}
    ${waysOut(code).map((words, index) => html`${index > 0 && " · "}<a key=${words} href="/wallet">${t(words)}</a>`)}
  `;
}
