import { html } from "htm/preact";
import { dayKey, moment, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { isPaid, loadReceipt } from "../../store/receipts.js";
import { user } from "../../store/session.js";
import { otherName } from "../../store/words.js";

export default function Receipt({ id }) {
  const load = useLoad(() => loadReceipt(id), [id]);
  const { payment, talk } = load.data ?? {};
  return html`
    <${Page} title=${t("receipt.title")} up="/receipts" narrow>
      <${Loaded} load=${load} rows=${3}>
        ${payment && html`<${Sheet} payment=${payment} talk=${talk} />`}
        ${payment &&
        html`<div class="receipt__actions">
          <${Button} icon="file" wide onClick=${() => window.print()}>${t("receipt.print")}<//>
          ${talk && html`<a class="button button--plain button--wide" href="/conversations/${talk.id}">${t("request.open")}</a>`}
        </div>`}
      <//>
    <//>
  `;
}

function Sheet({ payment, talk }) {
  const { role, full_name: own } = user.value;
  const other = talk ? otherName(talk) : "—";
  const [client, worker] = role === "client" ? [own, other] : [other, own];
  const at = payment.settled_at ?? payment.created_at;
  const back = Number(payment.escrow?.refunded_amount ?? 0);
  return html`
    <article class="card receipt">
      <p class="receipt__brand">TrustMe</p>
      <dl>
        <${Fact} name="number">${payment.id}<//>
        <${Fact} name="date">${moment(at)} (${dayKey(at).slice(0, 4)})<//>
        <${Fact} name="client">${client}<//>
        <${Fact} name="worker">${worker}<//>
        <${Fact} name="concept">${payment.description}<//>
        <${Fact} name="stage">${t(`receipts.stage.${payment.stage}`)}<//>
      </dl>
      <dl class="receipt__sums">
        <${Fact} name="amount">${money(payment.amount)}<//>
        ${role === "client" && html`<${Fact} name="fee">${money(payment.fee)}<//><${Fact} name="total" strong>${money(payment.total)} MXN<//>`}
        ${back > 0 && html`<${Fact} name="returned">${money(back)}<//>`}
      </dl>
      ${!isPaid(payment) && html`<p class="note">${t("receipt.unpaid")}</p>`}
      <p class="quiet">${t("receipt.no_invoice")}</p>
    </article>
  `;
}

function Fact({ name, strong = false, children }) {
  return html`<div class=${strong ? "receipt__total" : ""}><dt>${t(`receipt.${name}`)}</dt><dd>${children}</dd></div>`;
}
