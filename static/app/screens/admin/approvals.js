import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { get } from "../../net/api.js";
import { Avatar } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";

export default function Approvals() {
  const load = useLoad(() => get("/api/admin/approval-queue", { limit: 100 }));
  const waiting = load.data?.items ?? [];
  return html`
    <${Page} title=${t("approvals.title")}>
      <${Loaded} load=${load} rows=${4}>
        ${waiting.length > 0
          ? html`<ul class="results" aria-label=${t("approvals.title")}>
              ${waiting.map((one) => html`<${Waiting} key=${one.id} profile=${one} />`)}
            </ul>`
          : html`<${Empty} icon="check" title=${t("approvals.empty.title")} text=${t("approvals.empty.text")} />`}
      <//>
    <//>
  `;
}

function Waiting({ profile }) {
  const name = profile.full_name;
  return html`
    <li>
      <a class="card people__one" href="/admin/approvals/${profile.id}" data-testid="approval-row">
        <${Avatar} name=${name} url=${profile.profile_image_url} />
        <span>
          <strong>${name}</strong>
          <small class="quiet">${profile.submitted_at && t("approvals.since", { when: dayAndTime(profile.submitted_at) })}</small>
          <span class="pro__text">${profile.description}</span>
        </span>
      </a>
    </li>
  `;
}
