import { html } from "htm/preact";
import { beat } from "../../clock.js";
import { dayAndTime, isPast, left, money } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { deadlinesAhead } from "../../store/words.js";
import { CardDeadline } from "../conversation/deadlines.js";
import { Outcome } from "./outcome.js";

const LOOKS = { open: ["warning", "amber"], in_progress: ["clock", "amber"], escalated: ["person", "amber"], resolved: ["check", "good"] };

/** Where it stands, what happens next and by when; resolved, what was decided. */
export function Status({ dispute, payment, conversation, role, name }) {
  const [icon, tone] = LOOKS[dispute.status];
  return html`
    <section class="card" aria-label=${t("dispute.status")} data-testid="dispute-status">
      <p class="facts__row">
        <span class="chip-state chip-state--${tone}"><${Icon} name=${icon} size=${16} /> ${t(`dispute.state.${dispute.status}`)}</span>
        <${Reference} text=${dispute.reference_number} />
      </p>
      ${dispute.status === "resolved"
        ? html`<${Decided} dispute=${dispute} payment=${payment} role=${role} name=${name} />`
        : html`<${Waiting} dispute=${dispute} payment=${payment} conversation=${conversation} role=${role} />`}
    </section>
  `;
}

function Reference({ text }) {
  return html`<copy-text value=${text}>
    <button type="button" class="button button--quiet" aria-label=${t("action.copy", { what: text })}>${text} <${Icon} name="copy" size=${16} /></button>
  </copy-text>`;
}

function Waiting({ dispute, payment, conversation, role }) {
  beat.value;
  const due = dispute.sla_due_at;
  const deadlines = conversation ? deadlinesAhead(conversation).filter((one) => one.subject_id === payment.id) : [];
  return html`
    <p><strong>${t("dispute.held", { amount: money(payment.amount) })}</strong></p>
    <p class="event__deadline">
      <${Icon} name="clock" size=${16} />
      <span>${due && !isPast(due) ? t("dispute.decides", { left: left(due), when: dayAndTime(due) }) : t("dispute.decides_soon")}</span>
    </p>
    ${deadlines.map((one) => html`<${CardDeadline} key=${one.kind} deadline=${one} role=${role} />`)}
    <p class="quiet">${t("dispute.settle_hint")}</p>
  `;
}

function Decided({ dispute, payment, role, name }) {
  return html`
    <${Outcome} decision=${dispute} amount=${payment.amount} role=${role} name=${name} />
    <p class="quiet">${t("dispute.resolved_at", { when: dayAndTime(dispute.resolved_at) })}</p>
  `;
}
