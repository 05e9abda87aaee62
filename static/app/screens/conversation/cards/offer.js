import { html } from "htm/preact";
import { money } from "../../../format.js";
import { t } from "../../../i18n.js";
import { Button } from "../../../parts/button.js";
import { Refused } from "../../../parts/refused.js";
import { useAction } from "../../../parts/use-action.js";
import { answer } from "../../../store/settlements.js";
import { open } from "../asked.js";

/** The buttons of a proposal while it is open: the other side's to answer it, one's own to take it back. */
export function OfferAnswers({ event, payment, reader, isOver }) {
  return isOver || !payment ? null : html`<${Answers} event=${event} payment=${payment} reader=${reader} />`;
}

function Answers({ event, payment, reader }) {
  const { run, busy, refusal } = useAction(({ verb }, key) => answer(event.settlement_id, verb, key));
  const own = money(reader.role === "client" ? event.client_amount : event.worker_amount);
  const button = (kind, text, onClick) => html`<${Button} kind=${kind} busy=${busy} onClick=${onClick}>${text}<//>`;
  return html`
    <div class="event__actions">
      ${!reader.mine && html`<p class="event__why">${t("settle.final")}</p>`}
      ${!reader.mine && button("main", t("settle.accept", { amount: own }), () => run({ verb: "accept" }))}
      ${button("plain", t("settle.another"), () => open("settle", payment))}
      ${button("quiet", t(reader.mine ? "settle.withdraw" : "settle.decline"), () => run({ verb: "decline" }))}
      <${Refused} refusal=${refusal} />
    </div>
  `;
}
