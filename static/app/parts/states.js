import { html } from "htm/preact";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";
import { wordsFor } from "./refused.js";

export function Skeleton({ rows = 3 }) {
  return html`
    <div class="skeleton" role="status" aria-label=${t("state.loading")}>
      ${Array.from({ length: rows }, (_, index) => html`<div class="skeleton__row" key=${index}><i></i><b></b><b></b></div>`)}
    </div>
  `;
}

export function Empty({ icon = "inbox", title, text, whole = false, children }) {
  return html`
    <div class="empty">
      <span class="empty__icon"><${Icon} name=${icon} size=${32} /></span>
      ${whole ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
      <p>${text}</p>
      ${children}
    </div>
  `;
}

export function Failed({ code = "UNKNOWN", retry }) {
  const offline = code === "OFFLINE";
  return html`
    <div class="empty" role="alert">
      <span class="empty__icon"><${Icon} name=${offline ? "offline" : "warning"} size=${32} /></span>
      <h2>${t(offline ? "state.offline" : "state.failed")}</h2>
      <p>${wordsFor(code)}</p>
      ${retry && html`<${Button} kind="plain" icon="again" onClick=${retry}>${t("action.retry")}<//>`}
    </div>
  `;
}

/** The four states of a screen in one place: `load` is what `useLoad` answered. */
export function Loaded({ load, rows = 3, children }) {
  if (load.state === "loading") return html`<${Skeleton} rows=${rows} />`;
  if (load.state === "failed") return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  return children;
}
