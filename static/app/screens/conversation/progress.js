import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { uploading } from "../../net/upload.js";
import { Icon } from "../../parts/icon.js";
import { outbox } from "../../store/sending.js";

/** How far a file has got, and the way to stop it as long as it hasn't arrived. */
export default function Progress({ row }) {
  if (row.upload_id) return null;
  const part = uploading.value.get(row.key);
  return html`
    <div class="uploading">
      <progress max="1" value=${part ?? 0} aria-label=${t("message.uploading")}></progress>
      <span class="uploading__part" aria-hidden="true">${part === undefined ? "" : `${Math.round(part * 100)} %`}</span>
      <button class="icon-button" type="button" aria-label=${t("message.stop")} onClick=${() => outbox.discard(row.key)}>
        <${Icon} name="close" size=${18} />
      </button>
    </div>
  `;
}
