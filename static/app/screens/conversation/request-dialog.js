import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { now } from "../../clock.js";
import { dayKey, money } from "../../format.js";
import { t } from "../../i18n.js";
import { keyring } from "../../net/keys.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { requestPayment } from "../../store/payments.js";

/** Closed while its answer is on the way, opened and filled in again, it is still the same request. */
const keys = keyring();

export default function RequestDialog({ conversation, onClose }) {
  const form = useSignal({ amount: "", description: "", expected_service_date: "" });
  const { run, busy, refusal } = useAction(async (body, key) => {
    await requestPayment(body, key);
    onClose();
  }, keys);
  const change = (event) => (form.value = { ...form.value, [event.target.name]: event.target.value });
  const submit = (event) => {
    event.preventDefault();
    run(bodyOf(form.value, conversation.id));
  };
  const common = (name) => ({ name, value: form.value[name], onInput: change, error: fieldError(refusal, name) });
  return html`
    <${Dialog} title=${t("request_payment.title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <${Field} label=${t("request_payment.amount")} inputmode="decimal" placeholder="1000" ...${common("amount")} />
        <${Field} label=${t("payment.concept")} maxlength="500" placeholder=${t("request_payment.example")} ...${common("description")} />
        <${Field} label=${t("payment.expected")} type="date" min=${dayKey(now())} ...${common("expected_service_date")} />
        <p class="field__hint">${t("request_payment.note")}</p>
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${!isWhole(form.value)}>
          ${t("request_payment.action", { amount: money(amountOf(form.value)) })}
        <//>
      </form>
    <//>
  `;
}

function bodyOf(form, conversationId) {
  const body = { conversation_id: conversationId, amount: amountOf(form).toFixed(2), description: form.description.trim() };
  return form.expected_service_date ? { ...body, expected_service_date: form.expected_service_date } : body;
}

function amountOf({ amount }) {
  const value = Number(amount.replace(/[$,\s]/g, ""));
  return Number.isFinite(value) ? value : 0;
}

function isWhole(form) {
  return amountOf(form) > 0 && form.description.trim() !== "";
}
