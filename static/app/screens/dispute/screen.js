import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useFresh } from "../../parts/use-fresh.js";
import { useLoad } from "../../parts/use-load.js";
import { conversationOf, loadConversation } from "../../store/conversations.js";
import { loadDispute } from "../../store/disputes.js";
import { notices } from "../../store/notices.js";
import { loadPayment } from "../../store/payments.js";
import { user } from "../../store/session.js";
import { shortName } from "../../store/words.js";
import { Answer } from "./answer.js";
import { Evidence } from "./evidence.js";
import { Messages } from "./messages.js";
import { Said } from "./said.js";
import { Status } from "./status.js";

/** One report: where it stands, what both say, what shows it. */
export default function Dispute({ id }) {
  const load = useLoad(() => everythingOf(id), [id]);
  const { dispute, payment } = load.data ?? {};
  const conversation = payment && conversationOf(payment.conversation_id);
  useFresh(load, `${notices.value.lastSeq}-${conversation?.last_seq}`);
  const up = payment ? `/conversations/${payment.conversation_id}` : "/inbox";
  return html`
    <${Page} title=${t("dispute.title")} up=${up} narrow>
      <${Loaded} load=${dispute ? { state: "ready" } : load} rows=${4}>
        ${dispute && html`<${Whole} dispute=${dispute} payment=${payment} conversation=${conversation} onDone=${load.reload} />`}
      <//>
    <//>
  `;
}

function Whole({ dispute, payment, conversation, onDone }) {
  const { id, role } = user.value;
  const isMine = dispute.raised_by === id;
  const common = { dispute, payment, isMine, role, onDone, name: conversation ? shortName(conversation) : "" };
  return html`
    <${Status} conversation=${conversation} ...${common} />
    <${Messages} dispute=${dispute} />
    <${Said} ...${common} />
    <${Answer} ...${common} />
    <${Evidence} me=${id} ...${common} />
    <a class="button button--plain button--wide" href="/conversations/${payment.conversation_id}">${t("pay.back")}</a>
  `;
}

async function everythingOf(id) {
  const dispute = await loadDispute(id);
  const payment = await loadPayment(dispute.payment_request_id);
  await loadConversation(payment.conversation_id);
  return { dispute, payment };
}
