import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Doorway } from "../../parts/doorway.js";
import { Icon } from "../../parts/icon.js";
import { Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { here, homeOf } from "../../router.js";
import { role } from "../../store/session.js";

const ICONS = { done: "check", waiting: "clock", cancelled: "undo" };

/** Where the checkout sends people back to. Whether it was paid the server asks the bank, not this address. */
export default function PaymentResult({ query }) {
  const cancelled = here.value.path === "/payment/cancel";
  const load = useLoad(() => (cancelled ? Promise.resolve(true) : settle(query)), [query.session_id, query.deposit]);
  if (load.state === "loading") return html`<${Doorway} title=${t("payment_result.asking")}><${Skeleton} rows=${1} /><//>`;
  const kind = cancelled ? "cancelled" : isDone(load.data) ? "done" : "waiting";
  return html`
    <${Doorway} title=${t(`payment_result.${kind}.title`)} text=${t(`payment_result.${kind}.text`)}>
      <p class="doorway__seal doorway__seal--${kind}"><${Icon} name=${ICONS[kind]} size=${32} /></p>
      <a class="button button--main button--wide" href=${targetOf(query, load.data)}>${t("action.continue")}</a>
    <//>
  `;
}

async function settle({ deposit, session_id: session }) {
  if (deposit) return post(`/api/wallet/deposits/${encodeURIComponent(deposit)}/settle`);
  if (session) return post(`/api/payments/sessions/${encodeURIComponent(session)}/settle`);
  return true;
}

function isDone(answer) {
  return answer?.status === "paid" || answer?.status === "completed";
}

function targetOf({ deposit }, answer) {
  if (deposit) return "/wallet";
  if (answer?.conversation_id) return `/conversations/${answer.conversation_id}`;
  return homeOf(role.value);
}
