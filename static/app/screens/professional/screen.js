import { html } from "htm/preact";
import { knows, t } from "../../i18n.js";
import { get } from "../../net/api.js";
import { Availability } from "../../parts/availability.js";
import { Button } from "../../parts/button.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Paused, Prices, Rating } from "../../parts/professional-card.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { user } from "../../store/session.js";
import { toggle, tray } from "../../store/tray.js";
import { Reviews } from "./reviews.js";

export default function Professional({ id }) {
  const load = useLoad(() => get(`/api/workers/${id}`), [id]);
  const worker = load.data;
  return html`
    <${Page} title=${t("pro.title")} up="/search" narrow>
      <${Loaded} load=${load} rows=${4}>
        ${worker && html`<${ProfessionalBody} worker=${worker} />`}
        ${worker && html`<${Reviews} workerId=${worker.id} />`}
        ${worker && user.value.role === "client" && html`<${AskHere} worker=${worker} />`}
      <//>
    <//>
  `;
}

/** A profile as others see it; the editor and the approval show the same. */
export function ProfessionalBody({ worker }) {
  const name = worker.full_name;
  return html`
    <section class="card person-card">
      <${Avatar} name=${name} url=${worker.profile_image_url} size=${72} />
      <div>
        <h2>${name}</h2>
        <p class="pro__facts"><${Rating} worker=${worker} /> <${Paused} worker=${worker} /></p>
      </div>
    </section>
    <ul class="badges">
      ${worker.badges.filter((badge) => knows(`badge.${badge}`)).map((badge) => html`<li key=${badge}><${Icon} name="check" size=${16} /> ${t(`badge.${badge}`)}</li>`)}
    </ul>
    <section class="card"><h2>${t("pro.about")}</h2><p>${worker.description}</p></section>
    <section class="card">
      <h2>${t("pro.services")}</h2>
      ${worker.services?.length ? html`<${Prices} services=${worker.services} />` : html`<p>${t("pro.no_services")}</p>`}
    </section>
    <section class="card">
      <h2>${t("pro.zones")}</h2>
      <p>${(worker.service_areas ?? []).join(", ")}</p>
    </section>
    <section class="card"><h2>${t("pro.when")}</h2><${Availability} value=${worker.availability ?? {}} /></section>
  `;
}

function AskHere({ worker }) {
  const start = () => {
    if (!tray.value.some((one) => one.id === worker.id)) toggle(worker);
    go("/requests/new");
  };
  return html`<div class="thumb"><${Button} wide onClick=${start}>${t("pro.ask")}<//></div>`;
}
