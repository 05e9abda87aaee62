import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Dialog } from "../../parts/dialog.js";

const REPLIES = ["greeting", "on_my_way", "late", "photos", "visit"];

/** Sentences of every day, put into the composer: to be changed and sent, never sent by themselves. */
export default function QuickDialog({ name, onClose }) {
  const choose = (text) => {
    onClose();
    const area = document.querySelector(".composer textarea");
    area.value = area.value.trim() ? `${area.value.trim()} ${text}` : text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    // After the dialog has given the focus back to where it was.
    requestAnimationFrame(() => area.focus());
  };
  return html`
    <${Dialog} title=${t("quick.title")} onClose=${onClose}>
      <ul class="find__hits">
        ${REPLIES.map((reply) => {
          const text = t(`quick.${reply}`, { name });
          return html`<li key=${reply}><button type="button" onClick=${() => choose(text)}>${text}</button></li>`;
        })}
      </ul>
    <//>
  `;
}
