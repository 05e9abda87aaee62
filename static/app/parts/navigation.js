import { html } from "htm/preact";
import { t } from "../i18n.js";
import { unreadTotal } from "../store/conversations.js";
import { role } from "../store/session.js";
import { Icon } from "./icon.js";

const PLACES = {
  inbox: { path: "/inbox", icon: "chat" },
  search: { path: "/search", icon: "search" },
  requests: { path: "/requests", icon: "list" },
  leads: { path: "/leads", icon: "bell" },
  wallet: { path: "/wallet", icon: "wallet" },
  profile: { path: "/profile", icon: "badge" },
  approvals: { path: "/admin/approvals", icon: "badge" },
  account: { path: "/account", icon: "person" },
};

const TABS = {
  client: ["inbox", "search", "requests", "account"],
  worker: ["inbox", "leads", "wallet", "profile", "account"],
  admin: ["approvals", "account"],
  customer_support: ["account"],
};

export function Navigation({ tab }) {
  return html`
    <nav class="tabs" aria-label=${t("nav.label")}>
      <span class="tabs__brand" aria-hidden="true">TrustMe</span>
      ${TABS[role.value]?.map((name) => html`<${Tab} key=${name} name=${name} lit=${name === tab} />`)}
    </nav>
  `;
}

function Tab({ name, lit }) {
  const { path, icon } = PLACES[name];
  const count = name === "inbox" ? unreadTotal.value : 0;
  return html`
    <a class="tabs__tab" href=${path} aria-current=${lit ? "page" : undefined} data-testid="tab-${name}">
      <span class="tabs__icon">
        <${Icon} name=${icon} size=${24} />
        ${count > 0 && html`<b class="count" aria-hidden="true">${count}</b>`}
      </span>
      <span>${t(`nav.${name}`)}</span>
      ${count > 0 && html`<span class="unseen">${t("inbox.unread", { count })}</span>`}
    </a>
  `;
}
