import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { get } from "../../net/api.js";
import { Field } from "../../parts/field.js";
import { Page } from "../../parts/page.js";
import { ProfessionalCard } from "../../parts/professional-card.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { categories, loadCatalogue, zoneOptions } from "../../store/catalogue.js";
import { ReviewHint } from "../review/hint.js";
import { clearTray, MOST, toggle, tray } from "../../store/tray.js";

export default function Search({ query }) {
  const catalogue = useLoad(loadCatalogue);
  const choose = (name) => (event) => {
    const wanted = { ...query, [name]: event.target.value };
    go(`/search?${new URLSearchParams(Object.entries(wanted).filter(([, value]) => value))}`, { replace: true });
  };
  return html`
    <${Page} title=${t("search.title")}>
      <${Loaded} load=${catalogue} rows=${2}>
        <div class="filters">
          <${Field}
            label=${t("search.category")}
            options=${[{ value: "", text: t("search.any_category") }, ...categories.value.map((value) => ({ value, text: value }))]}
            value=${query.category ?? ""}
            onChange=${choose("category")}
          />
          <${Field}
            label=${t("search.zone")}
            options=${[{ value: "", text: t("search.any_zone") }, ...zoneOptions.value]}
            value=${query.zone ?? ""}
            onChange=${choose("zone")}
          />
        </div>
        <${Results} query=${query} />
      <//>
      <${Tray} query=${query} />
    <//>
  `;
}

function Results({ query }) {
  const { category, zone } = query;
  const load = useLoad(() => get("/api/workers/search", { category, zone, limit: 50 }), [category, zone]);
  const found = load.data?.items ?? [];
  return html`
    <${Loaded} load=${load} rows=${4}>
      <${ReviewHint} answer=${load.data} />
      ${found.length > 0
        ? html`<ul class="results" aria-label=${t("search.results")}>
            ${found.map((worker) => html`<li key=${worker.id}>
              <${ProfessionalCard} worker=${worker}><${Pick} worker=${worker} /><//>
            </li>`)}
          </ul>`
        : html`<${Empty} icon="search" title=${t("search.none.title")} text=${t("search.none.text")} />`}
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

/** Whom the request will go to, at the thumb while choosing. */
function Tray({ query }) {
  const count = tray.value.length;
  if (!count) return null;
  const wanted = new URLSearchParams(Object.entries({ category: query.category, zone: query.zone }).filter(([, one]) => one));
  return html`
    <div class="tray" role="region" aria-label=${t("search.tray")}>
      <p>${t("search.tray_count", { count, most: MOST })}</p>
      <button class="button button--quiet" type="button" onClick=${clearTray}>${t("search.tray_clear")}</button>
      <a class="button button--main" href="/requests/new?${wanted}">${t("search.tray_next")}</a>
    </div>
  `;
}
