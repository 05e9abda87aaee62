import { html } from "htm/preact";
import { beat } from "../../clock.js";
import { dayAndTime, left } from "../../format.js";
import { knows, t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { deadlinesAhead } from "../../store/words.js";

/** What will happen by itself, in how long: the sentence for this side. */
export function wordsOfDeadline(deadline, role) {
  const values = { left: left(deadline.due_at), when: dayAndTime(deadline.due_at) };
  const key = `deadline.${deadline.effect}.${role}`;
  return {
    text: knows(key) ? t(key, values) : t("deadline.other", values),
    why: knows(`${key}_why`) ? t(`${key}_why`, values) : values.when,
    because: knows(`deadline.because.${deadline.why}`) ? t(`deadline.because.${deadline.why}`) : null,
  };
}

/** The deadline that a row's card counts down to: its proposal's, or what its payment waits for. */
export function deadlineOn(conversation, { event }) {
  const offers = event.kind === "settlement.proposed";
  const isIts = ({ kind, subject_id: subject }) => subject === event.payment_request_id && (kind === "settlement.expire") === offers && kind !== "escrow.limit";
  return deadlinesAhead(conversation).find(isIts) ?? null;
}

export function CardDeadline({ deadline, role }) {
  beat.value;
  if (!deadline) return null;
  return html`<p class="event__deadline">
    <${Icon} name="clock" size=${16} />
    <span>${wordsOfDeadline(deadline, role).text} <time class="quiet" datetime=${deadline.due_at}>(${dayAndTime(deadline.due_at)})</time></span>
  </p>`;
}

/** The nearest in a line; opened, all of them with when and why. */
export function Deadlines({ deadlines, role }) {
  beat.value;
  if (!deadlines.length) return null;
  return html`
    <details class="strip__deadline" data-testid="deadlines">
      <summary><${Icon} name="clock" size=${16} /> <span>${wordsOfDeadline(deadlines[0], role).text}</span></summary>
      <ol>
        ${deadlines.map((one, index) => html`<${Explained} key=${one.kind + one.subject_id} deadline=${one} role=${role} isFirst=${index === 0} />`)}
      </ol>
    </details>
  `;
}

function Explained({ deadline, role, isFirst }) {
  const { text, why, because } = wordsOfDeadline(deadline, role);
  return html`<li>
    ${!isFirst && html`<strong>${text}</strong>`}
    <p>${why} ${because}</p>
  </li>`;
}
