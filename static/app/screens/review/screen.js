import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { loadPayment } from "../../store/payments.js";
import { ReviewForm } from "./form.js";

/** How was the work? Once per payment, for good. */
export default function Review({ request }) {
  const load = useLoad(() => loadPayment(request), [request]);
  const payment = load.data;
  return html`
    <${Page} title=${t("review.title")} up="/inbox" narrow>
      <${Loaded} load=${load} rows=${4}>
        ${payment && html`<p class="lead-text">${payment.description}</p>`}
        ${payment && (payment.review_id ? html`<${Done} payment=${payment} />` : html`<${ReviewForm} payment=${payment} />`)}
      <//>
    <//>
  `;
}

function Done({ payment }) {
  return html`
    <p class="note"><${Icon} name="check" /> <span>${t("review.done")}</span></p>
    <a class="button button--main button--wide" href="/professionals/${payment.worker_id}">${t("review.see")}</a>
  `;
}
