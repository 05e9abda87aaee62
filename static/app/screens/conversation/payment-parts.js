import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { date, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { act, actionsFor, pay } from "../../store/payments.js";
import { CompleteDialog } from "./complete-dialog.js";

/** Concept, date, amount, fee and total: everything before paying. */
export function PaymentFacts({ payment }) {
  const lines = [
    ["payment.concept", payment.description],
    ["payment.expected", payment.expected_service_date && date(payment.expected_service_date)],
    ["payment.amount", money(payment.amount)],
    ["payment.fee", payment.fee && money(payment.fee)],
    ["payment.total", payment.total && `${money(payment.total)} MXN`],
  ].filter(([, text]) => text);
  return html`<dl class="bill">
    ${lines.map(([key, text]) => html`<div key=${key} class=${key === "payment.total" ? "bill__total" : ""}><dt>${t(key)}</dt><dd>${text}</dd></div>`)}
  </dl>`;
}

/** The buttons of the one who may act now. */
export function PaymentActions({ payment, role }) {
  const asked = useSignal(null);
  const { run, busy, refusal } = useAction(async ({ action }, key) => {
    if (action === "review") go(`/review/${payment.id}`);
    else if (action === "pay") location.assign(await pay(payment.id, key));
    else await act(payment.id, action, {}, key);
  });
  const actions = actionsFor(payment, role);
  if (!actions.length) return null;
  const start = (action) => (action === "complete" ? (asked.value = action) : run({ action }));
  return html`
    <div class="event__actions">
      ${actions.map(
        (action, index) => html`
          <${Button} key=${action} kind=${index === 0 && action !== "cancel" ? "main" : "plain"} busy=${busy} onClick=${() => start(action)}>
            ${t(`payment.action.${action}`, { total: money(payment.total ?? payment.amount) })}
          <//>
        `,
      )}
      <${Refused} refusal=${refusal} />
      ${asked.value === "complete" &&
      html`<${CompleteDialog} payment=${payment} onClose=${() => (asked.value = null)} />`}
    </div>
  `;
}
