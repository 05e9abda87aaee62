import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Row, Rows } from "../../parts/rows.js";

const PLACES = [
  { icon: "chart", name: "numbers", path: "/numbers", roles: ["client", "worker"] },
  { icon: "bill", name: "receipts", path: "/receipts", roles: ["client", "worker"] },
  { icon: "device", name: "sessions", path: "/account/sessions" },
  { icon: "download", name: "data", path: "/account/data" },
  { icon: "help", name: "help", path: "/help" },
  { icon: "shield", name: "privacy", path: "/legal/privacy" },
  { icon: "file", name: "terms", path: "/legal/terms" },
  { icon: "info", name: "cookies", path: "/legal/cookies" },
];

/** What else there is to one's account. */
export function Places({ role }) {
  return html`
    <${Rows} label=${t("account.places")}>
      ${PLACES.filter(({ roles }) => !roles || roles.includes(role)).map(
        ({ icon, name, path }) => html`<${Row} key=${name} icon=${icon} path=${path} title=${t(`account.place.${name}`)} />`,
      )}
    <//>
  `;
}
