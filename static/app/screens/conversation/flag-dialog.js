import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { flagConversation, LONGEST, MOST_MESSAGES, REASONS, reportable } from "../../store/flags.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";

/** Tell support what is wrong with a conversation, and which messages show it. */
export default function FlagDialog({ conversation, name, onClose }) {
  const form = useSignal({ reason: REASONS[0], description: "", messages: [] });
  const sent = useSignal(null);
  const { run, busy, refusal } = useAction(async (body, key) => {
    sent.value = await flagConversation(conversation.id, body, key);
  });
  const change = (facts) => (form.value = { ...form.value, ...facts });
  const submit = (event) => {
    event.preventDefault();
    run(form.value);
  };
  if (sent.value) return html`<${Sent} reference=${sent.value.reference_number} onClose=${onClose} />`;
  const { reason, description } = form.value;
  return html`
    <${Dialog} title=${t("flag.title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <p class="note"><${Icon} name="lock" /> <span>${t("flag.discreet", { name })}</span></p>
        <${Choice} legend=${t("flag.reason")} name="reason" value=${reason} options=${options()} onChange=${(value) => change({ reason: value })} />
        <${Field}
          area
          label=${t(reason === "other" ? "flag.description" : "flag.description_optional")}
          maxlength=${LONGEST}
          value=${description}
          error=${fieldError(refusal, "description")}
          onInput=${(event) => change({ description: event.target.value })}
        />
        <${Messages} rows=${reportable(timelineOf(conversation.id).rows, user.value.id)} chosen=${form.value.messages} onChange=${(messages) => change({ messages })} />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${reason === "other" && !description.trim()}>${t("flag.send")}<//>
      </form>
    <//>
  `;
}

const options = () => REASONS.map((reason) => ({ value: reason, text: t(`flag.reason.${reason}`) }));

function Messages({ rows, chosen, onChange }) {
  if (!rows.length) return null;
  const toggle = (id) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const isFull = chosen.length >= MOST_MESSAGES;
  return html`
    <details class="flag__messages">
      <summary>${t("flag.messages")}${chosen.length > 0 && html` <b class="count">${chosen.length}</b>`}</summary>
      <ul>
        ${rows.map(
          (row) => html`
            <li key=${row.id}>
              <label>
                <input type="checkbox" checked=${chosen.includes(row.id)} disabled=${isFull && !chosen.includes(row.id)} onChange=${() => toggle(row.id)} />
                <span>${row.content ?? t(`message.type.${row.message_type}`)} <small class="quiet">${dayAndTime(row.created_at)}</small></span>
              </label>
            </li>
          `,
        )}
      </ul>
    </details>
  `;
}

function Sent({ reference, onClose }) {
  return html`
    <${Dialog} title=${t("flag.sent")} onClose=${onClose}>
      <p role="status">${t("flag.sent_text")}</p>
      <p>
        <strong>${reference}</strong>
        <copy-text value=${reference}>
          <button class="icon-button" type="button" aria-label=${t("action.copy", { what: t("flag.reference") })}><${Icon} name="copy" size=${18} /></button>
        </copy-text>
      </p>
      <${Button} wide onClick=${onClose}>${t("action.close")}<//>
    <//>
  `;
}
