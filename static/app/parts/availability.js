import { html } from "htm/preact";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const PARTS = ["morning", "afternoon", "evening"];

/** The week as a table of days and parts of the day; with `onChange` its cells are check boxes. */
export function Availability({ value, onChange = null }) {
  return html`
    <table class="week">
      <caption class="unseen">${t("week.caption")}</caption>
      <thead>
        <tr>
          <td></td>
          ${PARTS.map((part) => html`<th key=${part} scope="col">${t(`week.${part}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${DAYS.map(
          (day) => html`
            <tr key=${day}>
              <th scope="row">${t(`week.${day}`)}</th>
              ${PARTS.map((part) => html`<td key=${part}><${Cell} day=${day} part=${part} value=${value} onChange=${onChange} /></td>`)}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function Cell({ day, part, value, onChange }) {
  const chosen = value[day]?.includes(part) ?? false;
  if (!onChange) {
    return html`<${Icon} name=${chosen ? "check" : "dash"} size=${18} /><span class="unseen">${t(chosen ? "week.yes" : "week.no")}</span>`;
  }
  return html`
    <label class="week__cell">
      <input type="checkbox" checked=${chosen} onChange=${() => onChange(toggled(value, day, part))} />
      <span class="unseen">${t("week.cell", { day: t(`week.${day}`), part: t(`week.${part}`) })}</span>
    </label>
  `;
}

/** The parts of a day stay in the day's order; a day without any is left out. */
export function toggled(value, day, part) {
  const held = value[day] ?? [];
  const parts = PARTS.filter((one) => (one === part ? !held.includes(one) : held.includes(one)));
  const { [day]: _, ...others } = value;
  return parts.length ? { ...others, [day]: parts } : others;
}
