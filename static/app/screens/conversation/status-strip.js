import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { paymentsOf } from "../../store/payments.js";
import { isHeld } from "../../store/progress.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { deadlinesAhead, isRevealed } from "../inbox/facts.js";
import { Deadlines } from "./deadlines.js";
import { stepOf, STEPS } from "./steps.js";

/** Where the job stands, and the nearest deadline with its effect. */
export function StatusStrip({ conversation }) {
  const { rows } = timelineOf(conversation.id);
  const payments = paymentsOf(conversation.id, rows);
  const step = stepOf(isRevealed(conversation), [...payments.values()]);
  return html`
    <section class="strip" aria-label=${t("strip.label")} data-testid="status-strip">
      <ol class="strip__steps">
        ${STEPS.map(
          (name, index) => html`
            <li key=${name} class=${index < step ? "is-done" : index === step ? "is-now" : ""} aria-current=${index === step ? "step" : undefined}>
              <span>${t(`strip.step.${name}`)}</span>
            </li>
          `,
        )}
      </ol>
      <${Frozen} payments=${[...payments.values()]} />
      <${Deadlines} deadlines=${deadlinesAhead(conversation)} role=${user.value.role} />
    </section>
  `;
}

/** A payment that waits for support's word, and where to read on. */
function Frozen({ payments }) {
  const disputed = payments.find((payment) => payment.dispute && isHeld(payment));
  if (!disputed) return null;
  return html`<p class="strip__frozen">
    <${Icon} name="warning" size=${16} />
    <span>${t("strip.frozen", { amount: money(disputed.amount) })} <a href="/disputes/${disputed.dispute.id}">${t("dispute.see")}</a></span>
  </p>`;
}
