import { html } from "htm/preact";
import { beat } from "../../clock.js";
import { dayAndTime, left } from "../../format.js";
import { knows, t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { paymentsOf } from "../../store/payments.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { isRevealed, nearestDeadline } from "../inbox/facts.js";
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
      <${Deadline} deadline=${nearestDeadline(conversation)} isFree=${rows.some((row) => row.event?.is_free)} />
    </section>
  `;
}

function Deadline({ deadline, isFree }) {
  beat.value;
  if (!deadline || (isFree && deadline.kind === "lead.refund")) return null;
  const side = user.value.role === "worker" ? "worker" : "client";
  const values = { left: left(deadline.due_at), when: dayAndTime(deadline.due_at) };
  const key = `deadline.${deadline.effect}.${side}`;
  return html`
    <details class="strip__deadline">
      <summary><${Icon} name="clock" size=${16} /> ${knows(key) ? t(key, values) : t("deadline.other", values)}</summary>
      <p>${knows(`${key}_why`) ? t(`${key}_why`, values) : values.when}</p>
    </details>
  `;
}
