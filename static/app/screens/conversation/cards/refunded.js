import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../../i18n.js";
import { Button } from "../../../parts/button.js";
import { giveFeedback } from "../../../store/deeds.js";

/** After a silent client: was the request real? And the way back, should they write after all. */
export function Refunded({ conversation, reader }) {
  return reader.role === "worker" ? html`<${AfterRefund} leadId=${conversation.lead_id} />` : null;
}

function AfterRefund({ leadId }) {
  const told = useSignal(false);
  const tell = (was_legitimate) => {
    told.value = true;
    giveFeedback(leadId, { was_legitimate });
  };
  return html`
    <div class="event__actions">
      ${told.value
        ? html`<p role="status">${t("feedback.thanks")}</p>`
        : html`
            <p>${t("feedback.question")}</p>
            <div class="pair">
              <${Button} kind="plain" onClick=${() => tell(true)}>${t("feedback.yes")}<//>
              <${Button} kind="plain" onClick=${() => tell(false)}>${t("feedback.no")}<//>
            </div>
          `}
      <a href="/leads/${leadId}">${t("conversation.see_request")}</a>
    </div>
  `;
}
