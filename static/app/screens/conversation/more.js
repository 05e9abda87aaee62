import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Menu } from "../../parts/menu.js";
import { paymentsOf } from "../../store/payments.js";
import { timelineOf } from "../../store/timeline.js";
import { CompleteDialog } from "./complete-dialog.js";
import { RequestDialog } from "./request-dialog.js";

/** The handyman's "+": ask for a payment, mark as complete. */
export function More({ conversation }) {
  const asked = useSignal(null);
  const payments = paymentsOf(conversation.id, timelineOf(conversation.id).rows);
  const paid = [...payments.values()].find((one) => one.state === "paid");
  const items = [{ icon: "bill", text: t("request_payment.open"), run: () => (asked.value = "request") }];
  if (paid) items.push({ icon: "flag", text: t("payment.action.complete"), run: () => (asked.value = "complete") });
  const close = () => (asked.value = null);
  return html`
    <${Menu} label=${t("composer.more")} icon="plus" items=${items} />
    ${asked.value === "request" && html`<${RequestDialog} conversation=${conversation} onClose=${close} />`}
    ${asked.value === "complete" && paid && html`<${CompleteDialog} payment=${paid} onClose=${close} />`}
  `;
}
