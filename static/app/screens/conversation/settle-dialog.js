import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { Split } from "../../parts/split.js";
import { useAction } from "../../parts/use-action.js";
import { divide, partAt, percentOf, propose, typedPart } from "../../store/settlements.js";

/** Both divide what is held without waiting for support: by the slider, or to the centavo. */
export default function SettleDialog({ payment, role, name, onClose }) {
  const { amount } = payment;
  const typed = useSignal(partAt(amount, 50));
  const part = typedPart(typed.value, amount);
  const { client, worker } = divide(amount, part ?? 0);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await propose(payment.id, body.part, key);
    onClose();
  });
  const submit = (event) => {
    event.preventDefault();
    if (part !== null) run({ part });
  };
  return html`
    <${Dialog} title=${t("settle.title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <p>${t("settle.text", { amount: money(amount), name })}</p>
        <${Split} client=${client} worker=${worker} role=${role} name=${name} />
        <${Slider} amount=${amount} client=${client} worker=${worker} onChange=${(value) => (typed.value = value)} />
        <${Field}
          label=${t(role === "client" ? "settle.part.client" : "settle.part.worker")}
          inputmode="decimal"
          autocomplete="off"
          value=${typed.value}
          error=${part === null ? t("settle.beyond", { amount: money(amount) }) : fieldError(refusal, "client_amount")}
          onInput=${(event) => (typed.value = event.target.value)}
        />
        <p class="field__hint">${t(feeWords(payment, client), { fee: money(payment.fee) })}</p>
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${part === null}>
          ${t(`settle.action.${role}`, { client: money(client), worker: money(worker) })}
        <//>
      </form>
    <//>
  `;
}

function Slider({ amount, client, worker, onChange }) {
  const words = t("settle.slider_value", { client: money(client), worker: money(worker) });
  return html`<input
    class="split__slider"
    type="range"
    min="0"
    max="100"
    aria-label=${t("settle.slider")}
    aria-valuetext=${words}
    value=${percentOf(amount, client)}
    onInput=${(event) => onChange(partAt(amount, Number(event.target.value)))}
  />`;
}

/** The fee goes back with all of it only; where there is none, the line says how long the other side has. */
function feeWords(payment, client) {
  if (!Number(payment.fee)) return "settle.open_for";
  return Number(client) === Number(payment.amount) ? "settle.fee_back" : "settle.fee_stays";
}
