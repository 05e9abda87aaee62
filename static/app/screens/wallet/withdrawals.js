import { html } from "htm/preact";
import { dayAndTime, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Pages } from "../../parts/pages.js";
import { Failed } from "../../parts/states.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { useFresh } from "../../parts/use-fresh.js";
import { useLoad } from "../../parts/use-load.js";
import { notices } from "../../store/notices.js";
import { user } from "../../store/session.js";
import { wallet } from "../../store/wallet.js";
import { cancelWithdrawal, loadWithdrawals, stateOf } from "../../store/withdrawals.js";

const TONES = { asked: "amber", sent: "good", refused: "bad", failed: "bad" };

/** Earnings on their way to the bank, newest first, each with where it stands. */
export function Withdrawals() {
  const load = useLoad(() => loadWithdrawals());
  useFresh(load, `${wallet.value?.balance}-${notices.value.lastSeq}`);
  if (load.state === "failed" && !load.data) return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  if (!load.data?.items.length) return null;
  return html`
    <section class="card" aria-label=${t("withdrawals.title")}>
      <h2>${t("withdrawals.title")}</h2>
      <${Pages} name="withdrawals" first=${load.data} ask=${loadWithdrawals}>${({ items }) => html`
        <ul class="movements">${items.map((one) => html`<${Withdrawal} key=${one.id} withdrawal=${one} onDone=${load.reload} />`)}</ul>
      `}<//>
    </section>
  `;
}

function Withdrawal({ withdrawal, onDone }) {
  const state = stateOf(withdrawal);
  const { run, busy, refusal } = useAction(async ({ id }, key) => {
    await cancelWithdrawal(id, key).finally(onDone);
  });
  return html`
    <li class="movements__one" data-testid="withdrawal" data-id=${withdrawal.id}>
      <span>
        ${t("withdrawals.to", { bank: withdrawal.bank_name, ends: withdrawal.clabe_ends })}
        <small class="quiet">${dayAndTime(whenOf(withdrawal))}</small>
      </span>
      <strong>${money(withdrawal.amount)}</strong>
      <p class="withdrawal__state">
        <span class="chip-state chip-state--${TONES[state] ?? "wait"}">${t(`withdrawals.state.${state}`)}</span>
        <span>${t(`withdrawals.next.${state}`, { email: user.value.email, reason: withdrawal.reason ?? "" })}</span>
      </p>
      ${withdrawal.status === "requested" &&
      html`<${Button} kind="plain" icon="close" busy=${busy} onClick=${() => run({ id: withdrawal.id })}>${t("withdrawals.cancel")}<//>`}
      <${Refused} refusal=${refusal} />
    </li>
  `;
}

function whenOf({ closed_at, sent_at, approved_at, confirmed_at, created_at }) {
  return closed_at ?? sent_at ?? approved_at ?? confirmed_at ?? created_at;
}
