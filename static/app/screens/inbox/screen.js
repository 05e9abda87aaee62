import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Bell } from "../../parts/bell.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { wide } from "../../parts/wide.js";
import { inbox } from "../../store/conversations.js";
import { VerificationNote } from "../verify/pending.js";
import { ConversationList } from "./list.js";

/** Where there is room the list stands where it stands beside a talk, so that opening one moves nothing. */
export default function Inbox() {
  const beside = wide.value && inbox.value.length > 0;
  const list = html`
    <${Page} title=${t("inbox.title")} aside=${html`<${Bell} />`}>
      <${VerificationNote} />
      <${ConversationList} />
    <//>
  `;
  if (!beside) return list;
  return html`
    <div class="talk-layout talk-layout--closed">
      <div class="talk-layout__list">${list}</div>
      <p class="talk-layout__nobody"><${Icon} name="chat" size=${32} /> ${t("inbox.choose")}</p>
    </div>
  `;
}
