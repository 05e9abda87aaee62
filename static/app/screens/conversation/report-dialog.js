import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { PhotoPicker } from "../../parts/photo-picker.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { forgetKept, useKept } from "../../parts/use-kept.js";
import { bodyOf, EVIDENCE, LONGEST, LONGEST_WISH, MOST_EVIDENCE, REASONS, report } from "../../store/disputes.js";

const BLANK = Object.fromEntries(Object.entries(REASONS).map(([role, [type]]) => [role, { type, description: "", wish: "" }]));

/** What went wrong, what would put it right, and what shows it. From here on the money waits. */
export default function ReportDialog({ payment, role, name, onClose }) {
  const draft = `report-${payment.id}`;
  const form = useKept(draft, BLANK[role]);
  const photos = useSignal([]);
  const { run, busy, refusal } = useAction(async ({ body, evidence }, key) => {
    await report(body, evidence, key);
    forgetKept(draft);
    onClose();
  });
  const change = (field) => (value) => (form.value = { ...form.value, [field]: value });
  const submit = (event) => {
    event.preventDefault();
    run({ body: bodyOf(form.value, payment.id), evidence: photos.value.map((photo) => photo.id).filter(Boolean) });
  };
  const isUploading = photos.value.some((photo) => photo.state === "sending");
  const isReady = form.value.description.trim() && !isUploading;
  return html`
    <${Dialog} title=${t("report.title")} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <p class="note note--amber"><${Icon} name="shield" /> <span>${t("report.what_happens", { name })}</span></p>
        <${Reason} role=${role} value=${form.value.type} onChange=${change("type")} />
        <${Words} form=${form.value} change=${change} refusal=${refusal} />
        <${PhotoPicker} label=${t("report.photos")} purpose="evidence" accept=${EVIDENCE} most=${MOST_EVIDENCE} photos=${photos} />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy} disabled=${!isReady}>${t("report.send")}<//>
      </form>
    <//>
  `;
}

function Reason({ role, value, onChange }) {
  const options = REASONS[role].map((reason) => ({ value: reason, text: t(`dispute.type.${reason}.${role}`) }));
  return html`<${Choice} legend=${t("report.reason")} name="reason" value=${value} options=${options} onChange=${onChange} />`;
}

function Words({ form, change, refusal }) {
  const typed = (field) => (event) => change(field)(event.target.value);
  return html`
    <${Field}
      area
      label=${t("report.description")}
      hint=${t("report.description_hint")}
      maxlength=${LONGEST}
      value=${form.description}
      onInput=${typed("description")}
      error=${fieldError(refusal, "description")}
    />
    <${Field}
      area
      label=${t("report.wish")}
      maxlength=${LONGEST_WISH}
      value=${form.wish}
      onInput=${typed("wish")}
      error=${fieldError(refusal, "desired_resolution")}
    />
  `;
}
