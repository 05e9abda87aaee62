import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { PaymentFacts } from "../../parts/payment-facts.js";
import { Refused } from "../../parts/refused.js";
import { Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { leaveFor } from "../../router.js";
import { loadPayment, pay } from "../../store/payments.js";

/** Where the mail's link leads: what is asked, all its costs, and one button. */
export default function Pay({ request }) {
  const load = useLoad(() => loadPayment(request), [request]);
  const { run, busy, refusal } = useAction(async (_, key, isHere) => {
    const address = await pay(request, key);
    if (isHere()) await leaveFor(address);
  });
  const payment = load.data;
  return html`
    <${Page} title=${t("pay.title")} up="/inbox" narrow>
      <${Loaded} load=${load} rows=${3}>
        ${payment &&
        html`
          <section class="card">
            <${PaymentFacts} payment=${payment} />
            <p class="note"><${Icon} name="shield" /> <span>${t("pay.protected")}</span></p>
          </section>
          <${Refused} refusal=${refusal} />
          ${payment.status === "pending"
            ? html`<${Button} wide busy=${busy} onClick=${() => run()}>
                ${t("payment.action.pay", { total: money(payment.total ?? payment.amount) })}
              <//>`
            : html`<p class="lead-text">${t(`pay.status.${payment.status}`)}</p>`}
          ${payment.conversation_id &&
          html`<a class="button button--quiet button--wide" href="/conversations/${payment.conversation_id}">${t("pay.back")}</a>`}
        `}
      <//>
    <//>
  `;
}
