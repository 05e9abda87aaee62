import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { paymentsOf } from "../../store/payments.js";
import { timelineOf } from "../../store/timeline.js";
import { CompleteDialog } from "./complete-dialog.js";
import { RequestDialog } from "./request-dialog.js";

/** The handyman's "+": ask for a payment, mark as complete. */
export function More({ conversation }) {
  const asked = useSignal(null);
  const menu = useRef(null);
  const paid = [...paymentsOf(conversation.id, timelineOf(conversation.id).rows).values()].find((one) => one.state === "paid");
  const choose = (name) => {
    menu.current.open = false;
    asked.value = name;
  };
  const close = () => (asked.value = null);
  return html`
    <details class="more" ref=${menu}>
      <summary class="icon-button" aria-label=${t("composer.more")}><${Icon} name="plus" size=${24} /></summary>
      <div class="more__menu">
        <button type="button" onClick=${() => choose("request")}><${Icon} name="bill" /> ${t("request_payment.open")}</button>
        ${paid && html`<button type="button" onClick=${() => choose("complete")}><${Icon} name="flag" /> ${t("payment.action.complete")}</button>`}
      </div>
    </details>
    ${asked.value === "request" && html`<${RequestDialog} conversation=${conversation} onClose=${close} />`}
    ${asked.value === "complete" && paid && html`<${CompleteDialog} payment=${paid} onClose=${close} />`}
  `;
}
