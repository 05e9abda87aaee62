import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Menu } from "../../parts/menu.js";
import { paymentsOf } from "../../store/payments.js";
import { canReport, canSettle } from "../../store/progress.js";
import { user } from "../../store/session.js";
import { timelineOf } from "../../store/timeline.js";
import { open } from "./asked.js";

/** The "+": what can be done with the job and its money, each side its own. */
export function More({ conversation }) {
  const payments = [...paymentsOf(conversation.id, timelineOf(conversation.id).rows).values()];
  const items = [...itemsOf(payments, user.value.role), documentOf(conversation.id)];
  return html`<${Menu} label=${t("composer.more")} icon="plus" items=${items} />`;
}

function documentOf(id) {
  const choose = async () => (await import("./attach.js")).chooseDocument(id);
  return { icon: "file", text: t("composer.document"), run: choose };
}

function itemsOf(payments, role) {
  const several = payments.filter(canSettle).length > 1;
  const item = (what, icon, key, payment) => ({
    icon,
    text: several && payment ? `${t(key)} · ${money(payment.amount)}` : t(key),
    run: () => open(what, payment),
  });
  const each = (test, ...how) => payments.filter(test).map((payment) => item(...how, payment));
  return [
    ...(role === "worker" ? [item("request", "bill", "request_payment.open")] : []),
    ...(role === "worker" ? each(({ state }) => state === "paid", "complete", "flag", "payment.action.complete") : []),
    ...(role === "worker" ? [item("quick", "bolt", "quick.title")] : []),
    ...each(canSettle, "settle", "people", "settle.open"),
    ...each(canReport, "report", "warning", "payment.action.report"),
  ];
}
