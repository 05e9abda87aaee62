import { html } from "htm/preact";
import { moment } from "../../format.js";
import { t } from "../../i18n.js";
import { Split } from "../../parts/split.js";
import { partsOf } from "../../store/disputes.js";
import { divide } from "../../store/settlements.js";

/** What was decided, and how it divides the money. `decision` is a report, or the event that told of its end. */
export function Outcome({ decision, amount, role, name }) {
  const part = partsOf(decision, amount);
  const { client, worker } = divide(amount, part ?? 0);
  const when = decision.redo_due_at ? moment(decision.redo_due_at) : "";
  return html`
    <p>${t(`dispute.outcome.${decision.resolution_type}.${role}`, { when })}</p>
    ${part !== null && html`<${Split} client=${client} worker=${worker} role=${role} name=${name} />`}
  `;
}
