import { html } from "htm/preact";
import { date, money } from "../format.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";
import { Photo } from "./photo.js";

const PRESSING = ["urgent", "emergency"];

/** What a request says to whoever may read it; what is not for them, the server has left out. */
export function LeadFacts({ lead }) {
  const lines = [
    ["tool", [lead.service_category, lead.service_subcategory].filter(Boolean).join(" · ")],
    ["pin", lead.location_zone],
    ["bolt", t(`urgency.${lead.urgency}`)],
    ["clock", lead.preferred_time && t(`when.${lead.preferred_time}`)],
    ["calendar", lead.deadline && t("lead.deadline", { date: date(lead.deadline) })],
    ["money", budgetOf(lead)],
  ].filter(([, text]) => text);
  return html`<ul class="facts">
    ${lines.map(([icon, text]) => html`<li class="facts__row ${icon === "bolt" && PRESSING.includes(lead.urgency) ? "facts__row--pressing" : ""}" key=${icon}><${Icon} name=${icon} size=${18} /> ${text}</li>`)}
  </ul>`;
}

export function LeadPhotos({ lead }) {
  const media = lead.media ?? [];
  if (!media.length) return null;
  return html`<div class="lead-photos">
    ${media.map((one, index) => html`<${Photo} key=${one.id ?? index} address=${one.url} isReady=${one.state === "ready"} alt=${t("lead.photo", { count: index + 1 })} />`)}
  </div>`;
}

const TONES = { active: "good", paid: "good", done: "good" };
const ICONS = { active: "check", paid: "shield", done: "checks" };

export function LeadState({ lead }) {
  const state = lead.work ?? lead.status;
  if (!state) return null;
  return html`<p><span class="chip-state chip-state--${TONES[state] ?? "wait"}">
    <${Icon} name=${ICONS[state] ?? "clock"} size=${16} /> ${t(`lead.status.${state}`)}
  </span></p>`;
}

export function budgetOf({ budget_min: least, budget_max: most }) {
  const amounts = { least: money(least, { short: true }), most: money(most, { short: true }) };
  if (least && most) return t("lead.budget", amounts);
  if (most) return t("lead.budget_most", amounts);
  return least ? t("lead.budget_least", amounts) : null;
}
