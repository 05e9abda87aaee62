import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Bell } from "../../parts/bell.js";
import { ConversationList } from "../inbox/list.js";

/** The left column of a large screen: all conversations, beside the one that is open. */
export default function ListColumn({ current }) {
  return html`
    <header class="page__head"><h2>${t("inbox.title")}</h2><${Bell} /></header>
    <${ConversationList} current=${current} />
  `;
}
