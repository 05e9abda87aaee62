import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { LeadCard } from "../../parts/lead-card.js";
import { Page } from "../../parts/page.js";
import { Empty, Failed, Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { available, loadAvailable } from "../../store/leads.js";
import { loadWallet } from "../../store/wallet.js";
import { ApprovalNote } from "../profile/approval.js";
import { WalletLine } from "../wallet/line.js";

/** What may be bought, newest first; a new one arrives on top by itself. */
export default function Feed() {
  const load = useLoad(() => Promise.all([loadAvailable(), loadWallet()]));
  return html`
    <${Page} title=${t("leads.title")} narrow>
      <${ApprovalNote} />
      <${WalletLine} />
      <${Leads} load=${load} />
    <//>
  `;
}

function Leads({ load }) {
  const leads = available.value;
  if (leads === null && load.state === "failed") return html`<${Failed} code=${load.code} retry=${load.reload} />`;
  if (leads === null) return html`<${Skeleton} rows=${3} />`;
  if (!leads.length) return html`<${Empty} picture="leads" title=${t("leads.empty.title")} text=${t("leads.empty.text")} />`;
  return html`
    <ul class="results" aria-label=${t("leads.title")} aria-live="polite" aria-relevant="additions">
      ${leads.map((lead) => html`<li key=${lead.id}><${LeadCard} lead=${lead} /></li>`)}
    </ul>
  `;
}
