import { html } from "htm/preact";
import { briefly } from "../../format.js";
import { t } from "../../i18n.js";
import { get } from "../../net/api.js";
import { Icon } from "../../parts/icon.js";
import { LeadState } from "../../parts/lead-facts.js";
import { Page } from "../../parts/page.js";
import { Pages } from "../../parts/pages.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { VerificationNote } from "../verify/pending.js";

const loadMine = (cursor = null) => get("/api/leads/mine", { limit: 50, cursor });

export default function Requests() {
  const load = useLoad(loadMine);
  const isAny = load.data?.items.length > 0;
  const ask = html`<a class="button button--main" href="/requests/new"><${Icon} name="plus" /> ${t("requests.new")}</a>`;
  return html`
    <${Page} title=${t("requests.title")} aside=${isAny && ask}>
      <${VerificationNote} />
      <${Loaded} load=${load} rows=${3}>
        ${isAny
          ? html`<${Pages} name="requests" first=${load.data} ask=${loadMine}>${({ items }) => html`
              <ul class="results" aria-label=${t("requests.title")}>
                ${items.map((lead) => html`<${RequestRow} key=${lead.id} lead=${lead} />`)}
              </ul>
            `}<//>`
          : html`<${Empty} picture="requests" title=${t("requests.empty.title")} text=${t("requests.empty.text")}>${ask}<//>`}
      <//>
    <//>
  `;
}

function RequestRow({ lead }) {
  return html`
    <li data-id=${lead.id}>
      <a class="card request-row" href="/requests/${lead.id}" data-testid="request-row">
        <h2>${lead.title}</h2>
        <${LeadState} lead=${lead} />
        <p class="quiet">${[lead.service_category, lead.location_zone, briefly(lead.created_at)].filter(Boolean).join(" · ")}</p>
        <p>${t("requests.received", { count: lead.recipients_count })} · ${answered(lead.purchases_count)}</p>
      </a>
    </li>
  `;
}

function answered(count) {
  return count ? t("requests.bought", { count }) : t("requests.bought_none");
}
