import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Refused } from "../../parts/refused.js";
import { Empty, Failed, Skeleton } from "../../parts/states.js";

/** The four that every screen draws on purpose: empty, loading, error, offline; and a command that was refused. */
export function States() {
  return html`
    <h3>${t("design.states")}</h3>
    <div class="design__states">
      <div class="card"><${Empty} icon="chat" title=${t("inbox.empty.title")} text=${t("inbox.empty.client")} /></div>
      <div class="card design__still"><${Skeleton} rows=${2} /></div>
      <div class="card"><${Failed} code="INTERNAL_ERROR" retry=${() => null} /></div>
      <div class="card"><${Failed} code="OFFLINE" retry=${() => null} /></div>
    </div>
    <${Refused} refusal=${{ code: "INSUFFICIENT_BALANCE" }} />
  `;
}
