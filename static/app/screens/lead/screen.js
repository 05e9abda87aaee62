import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { get } from "../../net/api.js";
import { LeadCard } from "../../parts/lead-card.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { loadWallet } from "../../store/wallet.js";

export default function Lead({ id }) {
  const load = useLoad(() => get(`/api/leads/${id}`), [id]);
  useLoad(loadWallet);
  return html`
    <${Page} title=${t("lead.page")} up="/leads" narrow>
      <${Loaded} load=${load} rows=${3}>${load.data && html`<${LeadCard} lead=${load.data} whole />`}<//>
    <//>
  `;
}
