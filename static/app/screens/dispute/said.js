import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";

/** What whoever reported it says: why, in their words, and what would put it right. */
export function Said({ dispute, isMine, role, name }) {
  const other = role === "client" ? "worker" : "client";
  const raiser = isMine ? role : other;
  return html`
    <section class="card" data-testid="dispute-said">
      <h2>${isMine ? t("dispute.raised.mine") : t("dispute.raised.theirs", { name })}</h2>
      <p><strong>${t(`dispute.type.${dispute.dispute_type}.${raiser}`)}</strong></p>
      <p class="said">${dispute.description}</p>
      ${dispute.desired_resolution &&
      html`<div>
        <h3>${t("report.wish_short")}</h3>
        <p class="said">${dispute.desired_resolution}</p>
      </div>`}
      <p class="quiet">${dayAndTime(dispute.created_at)}</p>
    </section>
  `;
}
