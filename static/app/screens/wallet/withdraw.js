import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { keyring } from "../../net/keys.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { user } from "../../store/session.js";
import { loadWallet, wallet } from "../../store/wallet.js";
import { bodyOf, gapIn, withdraw } from "../../store/withdrawals.js";

/** Closed and filled in again after a lost answer, it is still the same withdrawal. */
const keys = keyring();

/** Only earnings leave, to an account of one's own, and only once the mail's link was followed. */
export function WithdrawDialog({ onClose }) {
  const asked = useSignal(null);
  return html`
    <${Dialog} title=${t("withdraw.title")} onClose=${onClose}>
      ${asked.value ? html`<${Asked} withdrawal=${asked.value} onClose=${onClose} />` : html`<${Form} onAsked=${(one) => (asked.value = one)} />`}
    <//>
  `;
}

function Form({ onAsked }) {
  const { withdrawable } = wallet.value;
  const form = useSignal({ amount: withdrawable, clabe: "", holder: user.value.full_name, bank: "" });
  const tried = useSignal(false);
  const { run, busy, refusal } = useAction(async (body, key) => {
    onAsked(await withdraw(body, key));
    await loadWallet().catch(() => null);
  }, keys);
  const gap = gapIn(form.value, withdrawable);
  const submit = (event) => {
    event.preventDefault();
    tried.value = true;
    if (!gap) run(bodyOf(form.value));
  };
  const change = (event) => (form.value = { ...form.value, [event.target.name]: event.target.value });
  const wrong = (field, ...codes) => (tried.value && codes.includes(gap) ? t(`error.${gap}`) : fieldError(refusal, field));
  const field = (name, error) => ({ name, value: form.value[name], onInput: change, error, autocomplete: "off" });
  return html`
    <form class="form" onSubmit=${submit}>
      <p>${t("withdraw.text", { amount: money(withdrawable) })}</p>
      <${Field} label=${t("withdraw.amount")} inputmode="decimal" ...${field("amount", wrong("amount", "WITHDRAWAL_TOO_SMALL", "EARNINGS_TOO_LOW"))} />
      <${Field} label=${t("withdraw.clabe")} hint=${t("withdraw.clabe_hint")} inputmode="numeric" maxlength="24" ...${field("clabe", wrong("clabe", "CLABE_INVALID"))} />
      ${refusal?.code === "BANK_UNKNOWN" && html`<${Field} label=${t("withdraw.bank")} maxlength="100" ...${field("bank", fieldError(refusal, "bank_name"))} />`}
      <${Field} label=${t("withdraw.holder")} maxlength="200" ...${field("holder", wrong("account_holder", "HOLDER_INVALID"))} />
      <p class="note"><${Icon} name="mail" /> <span>${t("withdraw.note", { email: user.value.email })}</span></p>
      <${Refused} refusal=${refusal} />
      <${Button} type="submit" wide busy=${busy}>${t("withdraw.action", { amount: money(form.value.amount.replace(/[$,\s]/g, "") || 0) })}<//>
    </form>
  `;
}

function Asked({ withdrawal, onClose }) {
  const values = { amount: money(withdrawal.amount), email: user.value.email, bank: withdrawal.bank_name, ends: withdrawal.clabe_ends };
  return html`
    <p class="note note--amber" role="status"><${Icon} name="mail" /> <span>${t("withdraw.asked", values)}</span></p>
    <${Button} wide onClick=${onClose}>${t("withdraw.understood")}<//>
  `;
}
