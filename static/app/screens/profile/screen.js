import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Page } from "../../parts/page.js";
import { Failed, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { loadCatalogue, zones } from "../../store/catalogue.js";
import { loadProfile, profile } from "../../store/profile.js";
import { user } from "../../store/session.js";
import { ProfileForm } from "./form.js";
import { Services } from "./services.js";
import { Submit } from "./submit.js";

export default function Profile() {
  const load = useLoad(() => Promise.all([loadProfile(), loadCatalogue()]));
  // A form begins with what is so now, not with what this page saw before.
  const ready = load.data !== null && profile.value !== null && zones.value !== null;
  const look = html`<a class="button button--plain" href="/professionals/${user.value.id}">${t("profile.as_others")}</a>`;
  return html`
    <${Page} title=${t("profile.title")} narrow aside=${profile.value?.approval_status === "approved" && look}>
      ${!ready && load.state === "failed" && html`<${Failed} code=${load.code} retry=${load.reload} />`}
      ${!ready && load.state !== "failed" && html`<${Skeleton} rows=${5} />`}
      ${ready &&
      html`
        <${Submit} held=${profile.value} />
        <${ProfileForm} held=${profile.value} />
        <${Services} held=${profile.value} />
      `}
    <//>
  `;
}
