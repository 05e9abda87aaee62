import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Foot } from "./foot.js";
import { LanguageSwitch } from "./language.js";

const MARK = new URL("../../images/mark.svg", import.meta.url).pathname;

/** The frame of the screens before one is in. */
export function Doorway({ title, text = null, children }) {
  useEffect(() => {
    document.title = `${title} · TrustMe`;
  }, [title]);
  return html`
    <main class="doorway">
      <header class="doorway__head">
        <a class="doorway__brand" href="/"><img src=${MARK} alt="" width="36" height="36" /> TrustMe</a>
        <${LanguageSwitch} />
      </header>
      <div class="doorway__card">
        <h1>${title}</h1>
        ${text && html`<p class="doorway__text">${text}</p>`}
        ${children}
      </div>
      <${Foot} />
    </main>
  `;
}
