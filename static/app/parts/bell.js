import { html } from "htm/preact";
import { t } from "../i18n.js";
import { unreadNotices } from "../store/notices.js";
import { Icon } from "./icon.js";

/** To what concerns one alone; counts what is new. */
export function Bell() {
  const count = unreadNotices.value;
  return html`
    <a class="icon-button bell" href="/notices" aria-label=${count ? t("notices.bell_new", { count }) : t("notices.title")}>
      <${Icon} name="bell" size=${24} />
      ${count > 0 && html`<b class="count" aria-hidden="true">${count > 99 ? "99+" : count}</b>`}
    </a>
  `;
}
