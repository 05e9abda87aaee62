import { signal } from "@preact/signals-core";
import { html } from "htm/preact";
import { Refusal } from "../../net/api.js";
import { Failed, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { openTalk } from "./history.js";

const talk = signal(null);

/** Asks for what was said; how it looks comes at the same time and is there before the answer. */
export default function Conversation({ id }) {
  const load = useLoad(() => Promise.all([openTalk(id), fetchTalk()]), [id]);
  if (talk.value) return html`<${talk.value} id=${id} load=${load} />`;
  return html`
    <div class="talk-layout">
      <div class="talk-layout__list"></div>
      <main class="talk">
        ${load.state === "failed" ? html`<${Failed} code=${load.code} retry=${load.reload} />` : html`<${Skeleton} rows=${5} />`}
      </main>
    </div>
  `;
}

async function fetchTalk() {
  try {
    talk.value = (await import("./talk.js")).default;
  } catch {
    throw new Refusal("OFFLINE");
  }
}
