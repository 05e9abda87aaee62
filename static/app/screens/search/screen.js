import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { wide } from "../../parts/wide.js";
import { go } from "../../router.js";
import { loadCatalogue } from "../../store/catalogue.js";
import { addressOf, changed, find, narrowing, wantedIn } from "../../store/search.js";
import { clearTray, MOST, tray } from "../../store/tray.js";
import { Clear, FiltersDialog, Narrowing, WhatAndWhere } from "./filters.js";
import { Results } from "./results.js";

export default function Search({ query }) {
  const catalogue = useLoad(loadCatalogue);
  const wanted = wantedIn(query);
  const address = addressOf(wanted);
  const ask = (cursor = null) => find(wanted, cursor);
  const load = useLoad(ask, [address]);
  const change = (changes) => go(addressOf(changed(wanted, changes)), { replace: true });
  const common = { wanted, change, load, ask };
  return html`
    <${Page} title=${t("search.title")}>
      <${Loaded} load=${catalogue} rows=${2}>
        <div class="search">
          <${wide.value ? Beside : Above} ...${common} />
          <${Results} ...${common} />
        </div>
      <//>
      <${Tray} wanted=${wanted} />
    <//>
  `;
}

function Beside({ wanted, change }) {
  return html`
    <section class="search__side" aria-label=${t("search.filters")}>
      <${WhatAndWhere} wanted=${wanted} change=${change} />
      <${Narrowing} wanted=${wanted} change=${change} />
      <${Clear} wanted=${wanted} change=${change} />
    </section>
  `;
}

function Above({ wanted, change, load }) {
  const open = useSignal(false);
  const count = narrowing(wanted).length;
  const found = load.data && !load.data.next_cursor ? load.data.items.length : null;
  return html`
    <div class="filters">
      <${WhatAndWhere} wanted=${wanted} change=${change} />
      <${Button} kind="plain" icon="sliders" aria-haspopup="dialog" onClick=${() => (open.value = true)}>
        ${count ? t("search.filters_on", { count }) : t("search.filters")}
      <//>
    </div>
    ${open.value && html`<${FiltersDialog} ...${{ wanted, change, found }} onClose=${() => (open.value = false)} />`}
  `;
}

/** Whom the request will go to, at the thumb while choosing. */
function Tray({ wanted }) {
  const count = tray.value.length;
  if (!count) return null;
  const { category = "", zone = "" } = wanted;
  const asked = new URLSearchParams(Object.entries({ category, zone }).filter(([, one]) => one));
  return html`
    <div class="tray" role="region" aria-label=${t("search.tray")}>
      <p>${t("search.tray_count", { count, most: MOST })}</p>
      <button class="button button--quiet" type="button" onClick=${clearTray}>${t("search.tray_clear")}</button>
      <a class="button button--main" href="/requests/new?${asked}">${t("search.tray_next")}</a>
    </div>
  `;
}
