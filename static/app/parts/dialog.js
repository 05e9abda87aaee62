import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** The browser's own dialog: it keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({ title, onClose, children }) {
  const box = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    // once it is gone: while it stands, nothing behind it takes the focus
    return () => queueMicrotask(() => before?.focus?.());
  }, []);
  const closeOutside = (event) => event.target === box.current && onClose();
  return html`
    <dialog class="dialog" ref=${box} aria-label=${title} onClose=${onClose} onClick=${closeOutside}>
      <div class="dialog__body">
        <header class="dialog__head">
          <h2>${title}</h2>
          <button class="icon-button" type="button" aria-label=${t("action.close")} onClick=${onClose}>
            <${Icon} name="close" />
          </button>
        </header>
        ${children}
      </div>
    </dialog>
  `;
}
