import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n.js";
import { Later } from "../../parts/later.js";
import { Failed, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { wide } from "../../parts/wide.js";
import { conversationOf } from "../../store/conversations.js";
import { loadPayments } from "../../store/payments.js";
import { timelineOf } from "../../store/timeline.js";
import { otherName } from "../inbox/facts.js";
import { Asked } from "./asked.js";
import { Composer } from "./composer.js";
import { Head } from "./head.js";
import { StatusStrip } from "./status-strip.js";
import { Timeline } from "./timeline.js";

// A phone has no room for them, and is not made to fetch them.
const LIST = () => import("./list-column.js");
const FACTS = () => import("./facts.js");

/** `load` is how the asking for it goes. */
export default function TalkLayout({ id, load }) {
  return html`
    <div class="talk-layout">
      ${wide.value &&
      html`<aside class="talk-layout__list" aria-label=${t("inbox.title")}><${Later} load=${LIST} current=${id} /></aside>`}
      <${Talk} key=${id} id=${id} load=${load} />
    </div>
  `;
}

function Talk({ id, load }) {
  useLoad(() => loadPayments(id), [id]);
  const conversation = conversationOf(id);
  const name = conversation ? otherName(conversation) : t("inbox.title");
  useEffect(() => {
    document.title = `${name} · TrustMe`;
  }, [name]);
  const held = conversation && timelineOf(id).loaded;
  if (load.state === "failed" && !held) {
    return html`<main class="talk">
      <${Failed} code=${load.code} retry=${load.reload} />
    </main>`;
  }
  if (!conversation || !timelineOf(id).loaded) {
    return html`<main class="talk"><${Skeleton} rows=${5} /></main>`;
  }
  return html`
    <main class="talk">
      <${Head} conversation=${conversation} />
      <${StatusStrip} conversation=${conversation} />
      <${Timeline} conversation=${conversation} isOpening=${load.state === "loading"} />
      <${Composer} conversation=${conversation} />
      <${Asked} conversation=${conversation} />
    </main>
    ${wide.value &&
    html`<aside class="talk-layout__facts" aria-label=${t("conversation.facts")}><${Later} load=${FACTS} conversation=${conversation} /></aside>`}
  `;
}
