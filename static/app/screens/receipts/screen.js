import { html } from "htm/preact";
import { day, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Pages } from "../../parts/pages.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { conversationOf } from "../../store/conversations.js";
import { isPaid, loadReceipts, toneOf } from "../../store/receipts.js";
import { role } from "../../store/session.js";
import { otherName } from "../../store/words.js";

export default function Receipts() {
  const load = useLoad(() => loadReceipts());
  return html`
    <${Page} title=${t("receipts.title")} up="/account" narrow>
      <${Loaded} load=${load} rows=${4}>
        ${load.data?.items.length
          ? html`<${Pages} name="receipts" first=${load.data} ask=${loadReceipts}>${({ items }) => html`
              <ul class="card notices" aria-label=${t("receipts.title")}>
                ${items.map((one) => html`<${Line} key=${one.id} payment=${one} />`)}
              </ul>
            `}<//>`
          : html`<${Empty} icon="bill" title=${t("receipts.empty.title")} text=${t(`receipts.empty.${role.value}`)} />`}
      <//>
    <//>
  `;
}

function Line({ payment }) {
  const talk = conversationOf(payment.conversation_id);
  const facts = [talk && otherName(talk), day(payment.settled_at ?? payment.created_at)].filter(Boolean).join(" · ");
  const path = isPaid(payment) ? `/receipts/${payment.id}` : `/conversations/${payment.conversation_id}`;
  const amount = role.value === "client" ? payment.total : payment.amount;
  return html`
    <li data-testid="receipt-row" data-id=${payment.id}>
      <a class="notice" href=${path}>
        <${Icon} name="bill" size=${24} />
        <span class="notice__text">
          <span>${payment.description}</span>
          <small>${facts}</small>
          <span class="chip-state chip-state--${toneOf(payment)}">${t(`receipts.stage.${payment.stage}`)}</span>
        </span>
        <strong>${money(amount)}</strong>
      </a>
    </li>
  `;
}
