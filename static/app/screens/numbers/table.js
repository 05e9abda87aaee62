import { html } from "htm/preact";
import { date, minutes, money, number } from "../../format.js";
import { t } from "../../i18n.js";

/** The same figures for who can't see the bars, or wants them exactly. */
export function WeekTable({ weeks, names }) {
  return html`
    <details class="fold">
      <summary>${t("numbers.table")}</summary>
      <div class="table-box" tabindex="0" role="region" aria-label=${t("numbers.table")}>
        <table class="week-table">
          <thead>
            <tr>
              <th scope="col">${t("numbers.week")}</th>
              ${names.map((name) => html`<th key=${name} scope="col">${t(`numbers.${name}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${[...weeks].reverse().map(
              (week) => html`<tr key=${week.week}>
                <th scope="row">${date(week.week)}</th>
                ${names.map((name) => html`<td key=${name}>${said(name, week[name])}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  `;
}

function said(name, value) {
  if (value === null) return "—";
  if (name === "earned") return money(value, { short: true });
  return name === "answers_in_minutes" ? minutes(value) : number(value);
}
