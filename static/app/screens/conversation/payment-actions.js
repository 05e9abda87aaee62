import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go, leaveFor } from "../../router.js";
import { act, pay } from "../../store/payments.js";
import { actionsFor } from "../../store/progress.js";
import { open } from "./asked.js";

/** The buttons of the one who may act now. */
export function PaymentActions({ payment, role }) {
  const { run, busy, refusal } = useAction(async ({ action }, key, isHere) => {
    if (action === "review") go(`/review/${payment.id}`);
    else if (action === "pay") await payThere(payment.id, key, isHere);
    else await act(payment.id, action, {}, key);
  });
  const actions = actionsFor(payment, role);
  if (!actions.length) return null;
  const start = (action) => (["complete", "report"].includes(action) ? open(action, payment) : run({ action }));
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
    </div>
  `;
}

async function payThere(id, key, isHere) {
  const address = await pay(id, key);
  if (isHere()) await leaveFor(address);
}
