import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { get, patch } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { say } from "../../store/toasts.js";
import { ProfessionalBody } from "../professional/screen.js";

const REASONS = ["fake_profile", "inappropriate", "duplicate", "below_quality", "fraudulent", "not_legitimate"];
const CHECKS = ["complete", "language", "prices", "zones"];

/** The profile as it would be published, what to look at, and the three answers. */
export default function Approval({ id }) {
  const load = useLoad(() => find(id), [id]);
  return html`
    <${Page} title=${t("approval.title")} up="/admin/approvals" narrow>
      <${Loaded} load=${load} rows=${5}>
        ${load.data === true && html`<${Empty} icon="check" title=${t("approvals.decided")} text=${t("approvals.empty.text")} />`}
        ${load.data && load.data !== true && html`<${Decision} id=${id} profile=${load.data} />`}
      <//>
    <//>
  `;
}

async function find(id) {
  const { items } = await get("/api/admin/approval-queue", { limit: 100 });
  return items.find((one) => one.id === id) ?? null;
}

function Decision({ id, profile }) {
  const asking = useSignal(null);
  const approving = useAction((body, key) => decide(id, "approve", body, key));
  return html`
    <${ProfessionalBody} worker=${profile} />
    <section class="card">
      <h2>${t("approval.checklist")}</h2>
      <ul class="checklist">
        ${CHECKS.map((check) => html`<li key=${check}><${Icon} name="dash" size=${18} /> ${t(`approval.check.${check}`)}</li>`)}
      </ul>
    </section>
    <${Refused} refusal=${approving.refusal} />
    <div class="thumb thumb--row">
      <${Button} kind="danger" onClick=${() => (asking.value = "reject")}>${t("approval.reject")}<//>
      <${Button} kind="plain" onClick=${() => (asking.value = "changes")}>${t("approval.changes")}<//>
      <${Button} busy=${approving.busy} onClick=${() => approving.run()}>${t("approval.approve")}<//>
    </div>
    ${asking.value === "reject" && html`<${RejectDialog} id=${id} onClose=${() => (asking.value = null)} />`}
    ${asking.value === "changes" && html`<${ChangesDialog} id=${id} onClose=${() => (asking.value = null)} />`}
  `;
}

function RejectDialog({ id, onClose }) {
  const reason = useSignal(REASONS[0]);
  const notes = useSignal("");
  const { run, busy, refusal } = useAction((body, key) => decide(id, "reject", body, key));
  const submit = (event) => {
    event.preventDefault();
    run(notes.value.trim() ? { reason: reason.value, detail: notes.value.trim() } : { reason: reason.value });
  };
  return html`
    <${Dialog} title=${t("approval.reject_title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <${Field}
          label=${t("approval.reason")}
          options=${REASONS.map((value) => ({ value, text: t(`approval.reason.${value}`) }))}
          value=${reason.value}
          onChange=${(event) => (reason.value = event.target.value)}
        />
        <${Field} label=${t("approval.notes")} area value=${notes.value} onInput=${(event) => (notes.value = event.target.value)} />
        <p class="field__hint">${t("approval.reject_effect")}</p>
        <${Refused} refusal=${refusal} />
        <${Button} kind="danger" type="submit" wide busy=${busy}>${t("approval.reject")}<//>
      </form>
    <//>
  `;
}

function ChangesDialog({ id, onClose }) {
  const notes = useSignal("");
  const { run, busy, refusal } = useAction((body, key) => decide(id, "request-changes", body, key));
  const submit = (event) => {
    event.preventDefault();
    run({ notes: notes.value.trim() });
  };
  return html`
    <${Dialog} title=${t("approval.changes_title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <${Field} label=${t("approval.changes_notes")} area required value=${notes.value} onInput=${(event) => (notes.value = event.target.value)} />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${!notes.value.trim()}>${t("approval.changes")}<//>
      </form>
    <//>
  `;
}

async function decide(id, verb, body, key) {
  await patch(`/api/admin/workers/${id}/${verb}`, body, { key });
  say(t(`approval.done.${verb}`), { tone: "good" });
  go("/admin/approvals", { replace: true });
}
