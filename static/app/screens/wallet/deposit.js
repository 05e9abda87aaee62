import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { leaveFor } from "../../router.js";
import { deposit, HIGHEST_DEPOSIT, LOWEST_DEPOSIT } from "../../store/wallet.js";

const METHODS = { card: "card", oxxo: "bill", spei: "money" };
const USUAL = ["300", "500", "1000", "2000"];

export function DepositDialog({ onClose }) {
  const amount = useSignal("500");
  const method = useSignal("card");
  const keep = useSignal(false);
  const { run, busy, refusal } = useAction(payThere);
  const value = Number(amount.value.replace(/[$,\s]/g, ""));
  const allowed = value >= LOWEST_DEPOSIT && value <= HIGHEST_DEPOSIT;
  const submit = (event) => {
    event.preventDefault();
    const save_card = keep.value && method.value === "card";
    if (allowed) run({ amount: value.toFixed(2), method: method.value, save_card });
  };
  return html`
    <${Dialog} title=${t("deposit.title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <${Choice}
          legend=${t("deposit.usual")}
          name="usual"
          compact
          value=${amount.value}
          onChange=${(chosen) => (amount.value = chosen)}
          options=${USUAL.map((one) => ({ value: one, text: money(one, { short: true }) }))}
        />
        <${Field}
          label=${t("deposit.amount")}
          inputmode="decimal"
          hint=${t("deposit.limits")}
          value=${amount.value}
          error=${amount.value && !allowed ? t("error.INVALID_AMOUNT") : fieldError(refusal, "amount")}
          onInput=${(event) => (amount.value = event.target.value)}
        />
        <${Way} method=${method} keep=${keep} />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${!allowed}>${t(`deposit.action.${method.value}`, { amount: money(allowed ? value : 0) })}<//>
      </form>
    <//>
  `;
}

async function payThere(body, key, isHere) {
  const { checkout_url: address } = await deposit(body, key);
  if (isHere()) await leaveFor(address);
}

/** How to pay, what that means, and whether the card is kept. */
function Way({ method, keep }) {
  return html`
    <${Choice}
      legend=${t("deposit.how")}
      name="method"
      compact
      value=${method.value}
      onChange=${(chosen) => (method.value = chosen)}
      options=${Object.keys(METHODS).map((one) => ({ value: one, text: t(`deposit.method.${one}`) }))}
    />
    <p class="note"><${Icon} name=${METHODS[method.value]} /> <span>${t(`deposit.note.${method.value}`)}</span></p>
    ${method.value === "card" &&
    html`<label class="chip">
      <input type="checkbox" checked=${keep.value} onChange=${(event) => (keep.value = event.target.checked)} />
      <span>${t("deposit.keep")}</span>
    </label>`}
  `;
}
