import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { NextTurn, Failed, Later, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { back } from "../../router.js";
import { conversationOf } from "../../store/conversations.js";
import { openTalk, timelineOf } from "../../store/timeline.js";
import { deadlinesAhead, otherName } from "../../store/words.js";
import { Composer } from "./composer.js";
import { Timeline } from "./timeline.js";

// What is not needed to read and to write comes in the same round, and takes its place when it is there.
const BESIDE = () => import("./beside.js");

const STEPS = ["contact", "deal", "protected", "work", "released"];

export default function Conversation({ id }) {
  const load = useLoad(() => openTalk(id), [id]);
  return html`
    <div class="talk-layout">
      <aside class="talk-layout__list" aria-label=${t("inbox.title")}><${Later} load=${BESIDE} part="ListColumn" current=${id} /></aside>
      <${Talk} key=${id} id=${id} load=${load} />
    </div>
  `;
}

/** `load` is how the asking for it goes. The rows come a frame after the rest: together they keep a slow phone from hearing a finger. */
function Talk({ id, load }) {
  const conversation = conversationOf(id);
  const name = conversation ? otherName(conversation) : t("inbox.title");
  useEffect(() => {
    document.title = `${name} · TrustMe`;
  }, [name]);
  const isHeld = conversation && timelineOf(id).loaded;
  if (load.state === "failed" && !isHeld) {
    return html`<main class="talk">
      <${Failed} code=${load.code} retry=${load.reload} />
    </main>`;
  }
  if (!isHeld) return html`<main class="talk"><${Skeleton} rows=${5} /></main>`;
  return html`
    <main class="talk">
      <${Head} conversation=${conversation} />
      <${Later} load=${BESIDE} part="StatusStrip" conversation=${conversation} waiting=${html`<${StripPlace} conversation=${conversation} />`} />
      <${NextTurn} waiting=${html`<div class="timeline"></div>`}>
        <${Timeline} conversation=${conversation} isOpening=${load.state === "loading"} />
      <//>
      <${Composer} conversation=${conversation} />
      <${Later} load=${BESIDE} part="Asked" conversation=${conversation} />
    </main>
    <aside class="talk-layout__facts" aria-label=${t("conversation.facts")}><${Later} load=${BESIDE} part="FactsColumn" conversation=${conversation} /></aside>
  `;
}

function Head({ conversation }) {
  return html`
    <header class="talk__head">
      <button class="icon-button talk__back" type="button" aria-label=${t("action.back")} onClick=${() => back("/inbox")}>
        <${Icon} name="back" size=${24} />
      </button>
      <${Later} load=${BESIDE} part="Here" conversation=${conversation} waiting=${html`<${Who} conversation=${conversation} />`} />
      <${Later} load=${BESIDE} part="Reach" conversation=${conversation} />
      <${Later} load=${BESIDE} part="Options" conversation=${conversation} waiting=${html`<span class="icon-button"></span>`} />
    </header>
  `;
}

/** `line` is what they are doing, if one knows; `children` stand beside the name. */
export function Who({ conversation, isOnline = false, line = null, children = null }) {
  const name = otherName(conversation);
  return html`
    <${Avatar} name=${name} url=${conversation.contact?.profile_image_url} size=${40} online=${isOnline} />
    <div class="talk__who">
      <h1>${name}</h1>
      ${children}
      <p>${line ?? conversation.lead?.title ?? ""}</p>
    </div>
  `;
}

/** As high as the strip will be. */
function StripPlace({ conversation }) {
  return html`<section class="strip" aria-label=${t("strip.label")}>
    <${Steps} />
    ${deadlinesAhead(conversation).length > 0 && html`<p class="strip__place"></p>`}
  </section>`;
}

export function Steps({ step = null }) {
  return html`<ol class="strip__steps">
    ${STEPS.map(
      (name, index) => html`
        <li key=${name} class=${index < step ? "is-done" : index === step ? "is-now" : ""} aria-current=${index === step ? "step" : undefined}>
          <span>${t(`strip.step.${name}`)}</span>
        </li>
      `,
    )}
  </ol>`;
}
