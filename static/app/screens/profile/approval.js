import { html } from "htm/preact";
import { date, dayKey } from "../../format.js";
import { knows, t } from "../../i18n.js";
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
  if (profile.value === null || profile.value.approval_status === "approved") return null;
  return html`<${ApprovalState} profile=${profile.value} link />`;
}

/** The state of the approval with the admin's own words, if there are any. */
export function ApprovalState({ profile: held, link = false }) {
  const status = held.approval_status;
  if (status === "approved") {
    return html`<p class="note note--good"><${Icon} name="check" /> <span>${t("approval.state.approved")}</span></p>`;
  }
  const { icon, tone } = LOOKS[status];
  return html`
    <div class="note note--${tone}" data-testid="approval-state">
      <${Icon} name=${icon} />
      <div>
        <strong>${t(`approval.state.${status}`)}</strong>
        <p>${t(`approval.state.${status}_text`)}</p>
        ${status === "rejected" && html`<blockquote>${reasonOf(held.rejection_reason)}</blockquote>`}
        ${status === "changes_requested" && html`<blockquote>${held.admin_notes}</blockquote>`}
        ${held.may_reapply_at && html`<p>${t("approval.reapply", { date: date(dayKey(held.may_reapply_at)) })}</p>`}
        ${link && html`<a class="button button--plain" href="/profile">${t("approval.to_profile")}</a>`}
      </div>
    </div>
  `;
}

/** The reason comes as "code: the admin's own words", or the code alone. */
function reasonOf(text) {
  const [, code, detail = ""] = text?.match(/^(\w+)(?:: ([^]*))?$/) ?? [];
  const key = `approval.reason.${code}`;
  return knows(key) ? `${t(key)}. ${detail}` : text;
}
