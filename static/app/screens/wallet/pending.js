import { html } from "htm/preact";
import { dayAndTime, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Failed } from "../../parts/states.js";
import { useFresh } from "../../parts/use-fresh.js";
import { useLoad } from "../../parts/use-load.js";
import { notices } from "../../store/notices.js";
import { loadDeposits, wallet } from "../../store/wallet.js";

/** Deposits whose money is still on its way, each with how to pay it and until when. */
export function Pending() {
  const load = useLoad(loadDeposits);
  useFresh(load, `${wallet.value?.balance}-${notices.value.lastSeq}`);
  if (load.state === "failed" && !load.data) return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  const pending = (load.data ?? []).filter((deposit) => deposit.status === "pending");
  if (!pending.length) return null;
  return html`
    <section class="card" aria-label=${t("pending.title")}>
      <h2>${t("pending.title")}</h2>
      <ul class="movements">${pending.map((one) => html`<${Awaited} key=${one.id} deposit=${one} />`)}</ul>
    </section>
  `;
}

function Awaited({ deposit }) {
  const { number, clabe, bank_name: bank, reference } = deposit.instructions ?? {};
  return html`
    <li class="movements__one" data-testid="pending-deposit">
      <span>
        ${t(`deposit.method.${deposit.method}`)}
        <small class="quiet">${t(`pending.eta.${deposit.method}`)}</small>
        ${deposit.expires_at && html`<small>${t("pending.until", { when: dayAndTime(deposit.expires_at) })}</small>`}
        ${number && html`<small>${t("pending.number")} <${Copied} text=${number} /></small>`}
        ${clabe && html`<small>${t("pending.clabe", { bank })} <${Copied} text=${clabe} /></small>`}
        ${reference && html`<small>${t("pending.reference")} <${Copied} text=${reference} /></small>`}
      </span>
      <strong>${money(deposit.amount)}</strong>
      ${deposit.voucher_url &&
      html`<a class="button button--plain" href=${deposit.voucher_url} target="_blank" rel="noopener">
        ${t(`pending.open.${deposit.method}`)}
      </a>`}
    </li>
  `;
}

/** In groups of four, as one reads it out at a till; copied as it is. */
function Copied({ text }) {
  return html`
    <copy-text value=${text}>
      <button type="button" class="button button--quiet" aria-label=${t("pending.copy", { text })}>
        ${text.match(/.{1,4}/g).join(" ")} <${Icon} name="copy" size=${16} />
      </button>
    </copy-text>
  `;
}
