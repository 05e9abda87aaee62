import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Bell } from "../../parts/bell.js";
import { Page } from "../../parts/page.js";
import { VerificationNote } from "../verify/pending.js";
import { ConversationList } from "./list.js";

export default function Inbox() {
  return html`
    <${Page} title=${t("inbox.title")} aside=${html`<${Bell} />`}>
      <${VerificationNote} />
      <${ConversationList} />
    <//>
  `;
}
