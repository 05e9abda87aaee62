import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { paymentsOf } from "../../store/payments.js";
import { timelineOf } from "../../store/timeline.js";
import { CompleteDialog } from "./complete-dialog.js";
import { RequestDialog } from "./request-dialog.js";

/** The handyman's "+": ask for a payment, mark as complete. */
export function More({ conversation }) {
  const open = useSignal(false);
  const asked = useSignal(null);
  const box = useClosing(open);
  const payments = paymentsOf(conversation.id, timelineOf(conversation.id).rows);
  const paid = [...payments.values()].find((one) => one.state === "paid");
  const choose = (name) => {
    open.value = false;
    asked.value = name;
  };
  const close = () => (asked.value = null);
  return html`
    <div class="more" ref=${box}>
      <button
        class="icon-button"
        type="button"
        aria-label=${t("composer.more")}
        aria-expanded=${open.value}
        onClick=${() => (open.value = !open.value)}
      >
        <${Icon} name="plus" size=${24} />
      </button>
      ${open.value &&
      html`<div class="more__menu">
        <button type="button" onClick=${() => choose("request")}><${Icon} name="bill" /> ${t("request_payment.open")}</button>
        ${paid && html`<button type="button" onClick=${() => choose("complete")}><${Icon} name="flag" /> ${t("payment.action.complete")}</button>`}
      </div>`}
    </div>
    ${asked.value === "request" && html`<${RequestDialog} conversation=${conversation} onClose=${close} />`}
    ${asked.value === "complete" && paid && html`<${CompleteDialog} payment=${paid} onClose=${close} />`}
  `;
}

/** A tap elsewhere or Escape closes what is open. */
function useClosing(open) {
  const box = useRef(null);
  useEffect(() => {
    if (!open.value) return undefined;
    const look = (event) => {
      if (event.key === "Escape" || (event.type === "pointerdown" && !box.current.contains(event.target))) open.value = false;
    };
    document.addEventListener("pointerdown", look);
    document.addEventListener("keydown", look);
    return () => {
      document.removeEventListener("pointerdown", look);
      document.removeEventListener("keydown", look);
    };
  }, [open.value]);
  return box;
}
