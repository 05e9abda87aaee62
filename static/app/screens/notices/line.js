import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { conversationOf } from "../../store/conversations.js";
import { iconOf, placeOf, wordsOfNotice } from "../../store/notice-words.js";
import { user } from "../../store/session.js";
import { otherName } from "../../store/words.js";

export function NoticeLine({ notice, fresh }) {
  const { id: me, role } = user.value;
  const about = conversationOf(notice.facts.conversation_id);
  const name = about ? otherName(about) : t(role === "worker" ? "notices.client" : "notices.worker");
  const path = placeOf(notice, { me, role });
  const said = html`
    <${Icon} name=${iconOf(notice.kind)} size=${24} />
    <span class="notice__text">
      <span>${fresh && html`<span class="unseen">${t("notices.new")} </span>`}${wordsOfNotice(notice, { me, role, name })}</span>
      <small>${[about?.lead?.title, dayAndTime(notice.created_at)].filter(Boolean).join(" · ")}</small>
    </span>
  `;
  const classes = `notice ${fresh ? "notice--new" : ""}`;
  return html`
    <li data-testid="notice" data-kind=${notice.kind}>
      ${path ? html`<a class=${classes} href=${path}>${said}</a>` : html`<div class=${classes}>${said}</div>`}
    </li>
  `;
}
