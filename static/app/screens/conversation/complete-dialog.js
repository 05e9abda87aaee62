import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { PhotoPicker } from "../../parts/photo-picker.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { act } from "../../store/payments.js";

export default function CompleteDialog({ payment, onClose }) {
  const photos = useSignal([]);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await act(payment.id, "complete", body, key);
    onClose();
  });
  const ids = photos.value.map((photo) => photo.id).filter(Boolean);
  const uploading = photos.value.some((photo) => photo.state === "sending");
  return html`
    <${Dialog} title=${t("complete.title")} onClose=${onClose}>
      <p>${t("complete.text")}</p>
      <${PhotoPicker} label=${t("complete.photos")} purpose="completion" photos=${photos} />
      <${Refused} refusal=${refusal} />
      <${Button} wide busy=${busy} disabled=${uploading} onClick=${() => run(ids.length ? { photos: ids } : {})}>
        ${t("payment.action.complete")}
      <//>
    <//>
  `;
}
