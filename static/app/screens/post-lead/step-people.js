import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Paused, Rating } from "../../parts/professional-card.js";
import { Avatar } from "../../parts/icon.js";
import { Pages } from "../../parts/pages.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { find } from "../../store/search.js";
import { MOST, toggle, tray } from "../../store/tray.js";

/** One to six professionals; those chosen while searching are already in. */
export function StepPeople({ draft }) {
  const { service_category: category, location_zone: zone } = draft.value;
  const wanted = { category, zone };
  const ask = (cursor = null) => find(wanted, cursor);
  const load = useLoad(ask, [category, zone]);
  return html`
    <p class="lead-text">${t("new_request.people_text", { most: MOST })}</p>
    <${Loaded} load=${load} rows=${3}>
      ${load.data && html`<${Pages} name="people" first=${load.data} ask=${ask} text=${t("search.more")}>${({ items }) => html`<${People} found=${items} />`}<//>`}
    <//>
    <p class="steps__tray" role="status">${t("search.tray_count", { count: tray.value.length, most: MOST })}</p>
  `;
}

function People({ found }) {
  const elsewhere = tray.value.filter((chosen) => !found.some((worker) => worker.id === chosen.id));
  const people = [...elsewhere, ...found];
  if (!people.length) return html`<${Empty} picture="nobody" title=${t("search.none.title")} text=${t("search.none.text")} />`;
  return html`
    <ul class="people" aria-label=${t("search.results")}>
      ${people.map((worker) => html`<${Person} key=${worker.id} worker=${worker} />`)}
    </ul>
  `;
}

function Person({ worker }) {
  const name = worker.full_name;
  const chosen = tray.value.some((one) => one.id === worker.id);
  return html`
    <li data-id=${worker.id}>
      <label class="people__one people__one--pick">
        <input
          type="checkbox"
          checked=${chosen}
          disabled=${!chosen && tray.value.length >= MOST}
          aria-label=${t("search.choose", { name })}
          onChange=${() => toggle(worker)}
        />
        <${Avatar} name=${name} url=${worker.profile_image_url} />
        <span><strong>${name}</strong><span class="pro__facts"><${Rating} worker=${worker} /> <${Paused} worker=${worker} /></span></span>
      </label>
    </li>
  `;
}
