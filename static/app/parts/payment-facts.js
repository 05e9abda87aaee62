import { html } from "htm/preact";
import { date, money } from "../format.js";
import { t } from "../i18n.js";

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
