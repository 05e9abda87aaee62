import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";

/** After a silent client: was the request real? And the way back, should they write after all. */
export function AfterRefund({ leadId }) {
  const told = useSignal(false);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await post(`/api/leads/${leadId}/feedback`, body, { key });
    told.value = true;
  });
  return html`
    <div class="event__actions">
      ${told.value
        ? html`<p role="status">${t("feedback.thanks")}</p>`
        : html`
            <p>${t("feedback.question")}</p>
            <div class="pair">
              <${Button} kind="plain" busy=${busy} onClick=${() => run({ was_legitimate: true })}>${t("feedback.yes")}<//>
              <${Button} kind="plain" busy=${busy} onClick=${() => run({ was_legitimate: false })}>${t("feedback.no")}<//>
            </div>
          `}
      <${Refused} refusal=${refusal} />
      <a href="/leads/${leadId}">${t("conversation.see_request")}</a>
    </div>
  `;
}
