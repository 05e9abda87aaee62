import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { get, post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { LeadFacts, LeadPhotos, LeadState } from "../../parts/lead-facts.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";

export default function Request({ id }) {
  const load = useLoad(() => Promise.all([get(`/api/leads/${id}`), get(`/api/leads/${id}/recipients`)]), [id]);
  const [lead, recipients] = load.data ?? [];
  return html`
    <${Page} title=${lead?.title ?? t("request.title")} up="/requests" narrow>
      <${Loaded} load=${load} rows=${4}>
        ${lead &&
        html`
          <section class="card">
            <${LeadState} lead=${lead} />
            <p>${lead.description}</p>
            <${LeadPhotos} lead=${lead} />
            <${LeadFacts} lead=${lead} />
            ${lead.address && html`<p class="facts__row"><${Icon} name="pin" size=${18} /> ${lead.address}</p>`}
          </section>
          <${Recipients} items=${recipients.items} />
          ${lead.status === "active" && html`<${Cancel} lead=${lead} onDone=${load.reload} />`}
        `}
      <//>
    <//>
  `;
}

function Recipients({ items }) {
  return html`
    <section class="card">
      <h2>${t("request.recipients")}</h2>
      <ul class="people">
        ${items.map((one) => html`<${Recipient} key=${one.worker.id} recipient=${one} />`)}
      </ul>
    </section>
  `;
}

function Recipient({ recipient }) {
  const { full_name: name, profile_image_url: picture } = recipient.worker;
  const state = recipient.purchased_at ? "bought" : "received";
  return html`
    <li class="people__one">
      <${Avatar} name=${name} url=${picture} />
      <div>
        <strong>${name}</strong>
        <p class="quiet">${t(`request.recipient.${state}`, { when: dayAndTime(recipient.purchased_at ?? recipient.sent_at) })}</p>
      </div>
      ${recipient.conversation_id &&
      html`<a class="button button--plain" href="/conversations/${recipient.conversation_id}">${t("request.open")}</a>`}
    </li>
  `;
}

function Cancel({ lead, onDone }) {
  const asking = useSignal(false);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await post(`/api/leads/${lead.id}/cancel`, body, { key });
    asking.value = false;
    onDone();
  });
  return html`
    <${Button} kind="quiet" onClick=${() => (asking.value = true)}>${t("request.cancel")}<//>
    ${asking.value &&
    html`<${Dialog} title=${t("request.cancel_title")} onClose=${() => (asking.value = false)}>
      <p>${t("request.cancel_text")}</p>
      <${Refused} refusal=${refusal} />
      <${Button} kind="danger" wide busy=${busy} onClick=${() => run()}>${t("request.cancel")}<//>
    <//>`}
  `;
}
