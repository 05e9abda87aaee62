import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { useLoad } from "../../parts/use-load.js";
import { loadPayments, paymentsOf } from "../../store/payments.js";
import { isHeld } from "../../store/progress.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { deadlinesAhead, isRevealed } from "../../store/words.js";
import { Deadlines } from "./deadlines.js";
import { Steps } from "./screen.js";
import { stepOf } from "./steps.js";

/** Where the job stands, and the nearest deadline with its effect. */
export function StatusStrip({ conversation }) {
  useLoad(() => loadPayments(conversation.id), [conversation.id]);
  const { rows } = timelineOf(conversation.id);
  const payments = paymentsOf(conversation.id, rows);
  const step = stepOf(isRevealed(conversation), [...payments.values()]);
  const held = [...payments.values()].filter(isHeld);
  const frozen = held.find((payment) => payment.dispute);
  const deadlines = deadlinesAhead(conversation).filter(({ kind }) => !frozen || kind !== "escrow.limit");
  return html`
    <section class="strip" aria-label=${t("strip.label")} data-testid="status-strip">
      <${Steps} step=${step} />
      ${held.some((payment) => payment.paused) && html`<p class="strip__frozen"><${Icon} name="pause" size=${16} /> <span>${t("strip.paused")}</span></p>`}
      ${frozen && html`<${Frozen} payment=${frozen} />`}
      <${Deadlines} deadlines=${deadlines} role=${user.value.role} />
    </section>
  `;
}

/** A payment that waits for support's word, and where to read on. */
function Frozen({ payment }) {
  return html`<a class="strip__frozen" href="/disputes/${payment.dispute.id}">
    <${Icon} name="warning" size=${16} /> <span>${t("strip.frozen", { amount: money(payment.amount) })}</span>
  </a>`;
}
