import { html } from "htm/preact";
import { date, dayKey } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { useLoad } from "../../parts/use-load.js";
import { loadProfile, profile } from "../../store/profile.js";

const LOOKS = {
  draft: { icon: "pencil", tone: "amber" },
  pending: { icon: "clock", tone: "plain" },
  changes_requested: { icon: "warning", tone: "amber" },
  rejected: { icon: "close", tone: "bad" },
};

/** On the feed: why nothing comes in yet. An approved handyman sees nothing here. */
export function ApprovalNote() {
  useLoad(loadProfile);
  if (profile.value === undefined || profile.value?.approval_status === "approved") return null;
  return html`<${ApprovalState} profile=${profile.value} link />`;
}

/** The state of the approval with the admin's own words, if there are any. */
export function ApprovalState({ profile: held, link = false }) {
  const status = held?.approval_status ?? "draft";
  if (status === "approved") {
    return html`<p class="note note--good"><${Icon} name="check" /> <span>${t("approval.state.approved")}</span></p>`;
  }
  const { icon, tone } = LOOKS[status];
  const words = status === "rejected" ? held.rejection_reason : status === "changes_requested" ? held.admin_notes : null;
  return html`
    <div class="note note--${tone}" data-testid="approval-state">
      <${Icon} name=${icon} />
      <div>
        <strong>${t(`approval.state.${status}`)}</strong>
        <p>${t(`approval.state.${status}_text`)}</p>
        ${words && html`<blockquote>${words}</blockquote>`}
        ${held?.may_reapply_at && html`<p>${t("approval.reapply", { date: date(dayKey(held.may_reapply_at)) })}</p>`}
        ${link && html`<a class="button button--plain" href="/profile">${t("approval.to_profile")}</a>`}
      </div>
    </div>
  `;
}
