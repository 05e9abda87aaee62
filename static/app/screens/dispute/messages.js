import { html } from "htm/preact";
import { dayAndTime, moment } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { messagesIn } from "../../store/disputes.js";
import { notices } from "../../store/notices.js";

/** What support asks or tells this side, apart from the other. */
export function Messages({ dispute }) {
  const messages = messagesIn(notices.value.items, dispute.id);
  if (!messages.length) return null;
  return html`
    <section class="card" data-testid="dispute-messages">
      <h2>${t("dispute.messages")}</h2>
      ${messages.map(({ seq, facts, created_at: at }) => html`<${Message} key=${seq} text=${facts.message} callAt=${facts.call_at} at=${at} />`)}
    </section>
  `;
}

function Message({ text, callAt, at }) {
  return html`
    <blockquote class="said">
      ${text}
      ${callAt && html`<p class="facts__row"><${Icon} name="phone" size=${16} /> <strong>${t("dispute.call", { when: moment(callAt) })}</strong></p>`}
      <p class="quiet">${dayAndTime(at)}</p>
    </blockquote>
  `;
}
