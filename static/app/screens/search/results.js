import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Pages } from "../../parts/pages.js";
import { ProfessionalCard } from "../../parts/professional-card.js";
import { Empty, Loaded } from "../../parts/states.js";
import { wide } from "../../parts/wide.js";
import { narrowing, off } from "../../store/search.js";
import { MOST, toggle, tray } from "../../store/tray.js";
import { ReviewHint } from "../review/hint.js";
import { Why } from "./why.js";

export function Results({ wanted, change, load, ask }) {
  const found = load.data?.items ?? [];
  return html`
    <div class="search__found">
      <${Loaded} load=${load} rows=${4}>
        <${ReviewHint} answer=${load.data} />
        ${found.length > 0
          ? html`<${Pages} name="found" first=${load.data} ask=${ask} text=${t("search.more")}>${(all) => html`<${People} found=${all} wanted=${wanted} />`}<//>`
          : html`<${Nobody} wanted=${wanted} change=${change} loosen=${load.data?.loosen} />`}
      <//>
    </div>
  `;
}

function People({ found: { items, next_cursor: next }, wanted }) {
  return html`
    <p class="search__count" role="status">${counted(items, next)}</p>
    <ul class="results" aria-label=${t("search.results")}>
      ${items.map(
        (worker) => html`<li key=${worker.id} data-id=${worker.id}>
          <${ProfessionalCard} worker=${worker}><${Pick} worker=${worker} /><${Why} worker=${worker} wanted=${wanted} /><//>
        </li>`,
      )}
    </ul>
  `;
}

function counted({ length: count }, more) {
  return more ? t("search.count_first", { count }) : t("search.count", { count });
}

/** What to give up, where giving up one thing helps; all filters in one tap where it doesn't, or none stand beside. */
function Nobody({ wanted, change, loosen }) {
  const on = narrowing(wanted);
  const helps = loosen && html`<${Button} kind="main" onClick=${() => change(off(loosen))}>${t(`search.loosen.${loosen}`)}<//>`;
  const clears = on.length > 0 && (!loosen || (!wide.value && !(on.length === 1 && on[0] === loosen)));
  const text = loosen ? t(`search.none.${loosen}`) : t(on.length ? "search.none.several" : "search.none.text");
  return html`
    <${Empty} picture="nobody" title=${t(loosen || on.length ? "search.none.filtered" : "search.none.title")} text=${text}>
      ${helps}
      ${clears && html`<${Button} kind="quiet" onClick=${() => change(off(...on))}>${t("search.clear")}<//>`}
    <//>
  `;
}

function Pick({ worker }) {
  const chosen = tray.value.some((one) => one.id === worker.id);
  const full = !chosen && tray.value.length >= MOST;
  return html`
    <label class="chip chip--pick">
      <input
        type="checkbox"
        checked=${chosen}
        disabled=${full}
        aria-label=${t("search.choose", { name: worker.full_name })}
        onChange=${() => toggle(worker)}
      />
      <span>${t(chosen ? "search.chosen" : "search.pick")}</span>
    </label>
  `;
}
