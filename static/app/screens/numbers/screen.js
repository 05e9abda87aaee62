import { html } from "htm/preact";
import { minutes, money, number } from "../../format.js";
import { t } from "../../i18n.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { loadNumbers } from "../../store/numbers.js";
import { role } from "../../store/session.js";
import { Chart } from "./chart.js";
import { WeekTable } from "./table.js";

export default function Numbers() {
  const side = role.value;
  const load = useLoad(() => loadNumbers(side), [side]);
  const Figures = side === "worker" ? OfWorker : OfClient;
  return html`
    <${Page} title=${t("numbers.title")} up="/account">
      <${Loaded} load=${load} rows=${4}>${load.data && html`<${Figures} numbers=${load.data} />`}<//>
    <//>
  `;
}

const CHARTS = ["bought", "answered", "hired", "earned", "answers_in_minutes"];

function OfWorker({ numbers }) {
  const { weeks, totals } = numbers;
  if (!totals.bought && !Number(totals.earned)) {
    return html`<${Empty} icon="chart" title=${t("numbers.empty.title")} text=${t("numbers.empty.worker")}>
      <a class="button button--main" href="/leads">${t("inbox.empty.worker_action")}</a>
    <//>`;
  }
  return html`
    <p class="lead-text">${t("numbers.span", { count: weeks.length })}</p>
    <dl class="figures">
      <${Figure} name="conversion" value=${totals.conversion === null ? "—" : `${totals.conversion} %`} />
      <${Figure} name="spent" value=${money(totals.spent, { short: true })} />
      <${Figure} name="rating" value=${numbers.review_count ? number(numbers.rating, 1) : "—"} />
      <${Figure} name="reviews" value=${number(numbers.review_count)} />
    </dl>
    <div class="charts">
      ${CHARTS.map((name) => html`<${Chart} key=${name} title=${t(`numbers.${name}`)} figure=${figureOf(name, numbers)} values=${weeks.map((week) => Number(week[name] ?? 0))} />`)}
    </div>
    <${WeekTable} weeks=${weeks} names=${CHARTS} />
  `;
}

function OfClient({ numbers }) {
  if (!numbers.requests) {
    return html`<${Empty} icon="chart" title=${t("numbers.empty.title")} text=${t("numbers.empty.client")}>
      <a class="button button--main" href="/requests/new">${t("requests.new")}</a>
    <//>`;
  }
  return html`
    <dl class="figures">
      ${["requests", "hired", "reviews", "favourites"].map((name) => html`<${Figure} key=${name} name=${name} value=${number(numbers[name])} />`)}
    </dl>
  `;
}

function Figure({ name, value }) {
  return html`<div class="card figures__one"><dt>${t(`numbers.${name}`)}</dt><dd>${value}</dd></div>`;
}

function figureOf(name, { totals, weeks }) {
  if (name === "earned") return money(totals.earned, { short: true });
  if (name !== "answers_in_minutes") return number(totals[name]);
  const known = weeks.flatMap((week) => week.answers_in_minutes ?? []);
  return known.length ? minutes(known.at(-1)) : "—";
}
