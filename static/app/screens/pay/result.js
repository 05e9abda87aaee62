import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Doorway } from "../../parts/doorway.js";
import { Icon } from "../../parts/icon.js";
import { here } from "../../router.js";
import { homeOf } from "../../routes.js";
import { role } from "../../store/session.js";

/** Where the checkout sends people back to. Whether it was paid the server hears from the bank, not from this address. */
export default function PaymentResult({ query }) {
  const done = here.value.path === "/payment/success";
  const kind = done ? "success" : "cancel";
  const target = targetOf(query);
  return html`
    <${Doorway} title=${t(`payment_result.${kind}.title`)} text=${t(`payment_result.${kind}.text`)}>
      <p class="doorway__seal doorway__seal--${kind}"><${Icon} name=${done ? "check" : "undo"} size=${32} /></p>
      <a class="button button--main button--wide" href=${target}>${t("action.continue")}</a>
    <//>
  `;
}

function targetOf({ conversation, conversation_id: id, deposit }) {
  if (conversation ?? id) return `/conversations/${encodeURIComponent(conversation ?? id)}`;
  if (deposit) return "/wallet";
  return homeOf(role.value);
}
