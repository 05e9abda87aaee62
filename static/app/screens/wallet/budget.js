import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { beat } from "../../clock.js";
import { day, left, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { say } from "../../store/toasts.js";
import { budgetLeft, changeBudget, LOWEST_BUDGET } from "../../store/wallet.js";

/** This week's spending against its limit, and when the week begins again. */
export function Budget({ state }) {
  beat.value;
  const editing = useSignal(false);
  const spent = Number(state.budget_spent);
  const limit = Number(state.budget_limit);
  const words = { spent: money(spent, { short: true }), limit: money(limit, { short: true }) };
  return html`
    <section class="card" aria-label=${t("budget.title")}>
      <h2>${t("budget.title")}</h2>
      <p>${t("budget.spent", words)}</p>
      <progress class="bar" max=${limit || 1} value=${Math.min(spent, limit)} aria-label=${t("budget.spent", words)}></progress>
      <p class="quiet">
        ${t("budget.left", { amount: money(budgetLeft.value, { short: true }) })}
        ${state.week_resets_at && ` · ${t("budget.resets", { left: left(state.week_resets_at) })}`}
      </p>
      ${state.next_budget_limit &&
      html`<p class="quiet">
        ${t("budget.next", { amount: money(state.next_budget_limit, { short: true }), date: day(state.week_resets_at) })}
      </p>`}
      ${editing.value
        ? html`<${BudgetForm} limit=${limit} onDone=${() => (editing.value = false)} />`
        : html`<${Button} kind="plain" onClick=${() => (editing.value = true)}>${t("budget.change")}<//>`}
    </section>
  `;
}

function BudgetForm({ limit, onDone }) {
  const amount = useSignal(String(limit));
  const { run, busy, refusal } = useAction(async (body, key) => {
    await changeBudget(body, key);
    say(t("budget.changed"), { tone: "good" });
    onDone();
  });
  const submit = (event) => {
    event.preventDefault();
    run({ budget_limit: Number(amount.value).toFixed(2) });
  };
  return html`
    <form class="form" onSubmit=${submit}>
      <${Field}
        label=${t("budget.limit")}
        type="number"
        inputmode="numeric"
        min=${LOWEST_BUDGET}
        step="1"
        required
        hint=${t("budget.least")}
        value=${amount.value}
        error=${fieldError(refusal, "budget_limit")}
        onInput=${(event) => (amount.value = event.target.value)}
      />
      <${Refused} refusal=${refusal} />
      <div class="steps__buttons">
        <${Button} kind="plain" onClick=${onDone}>${t("action.cancel")}<//>
        <${Button} type="submit" busy=${busy}>${t("action.save")}<//>
      </div>
    </form>
  `;
}
