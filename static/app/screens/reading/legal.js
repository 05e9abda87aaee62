import { html } from "htm/preact";
import { date } from "../../format.js";
import { locale, t } from "../../i18n.js";
import { loadOperator, loadText } from "../../net/texts.js";
import { ConsentChoice } from "../../parts/consent.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { user } from "../../store/session.js";
import { ReadingFoot } from "./foot.js";

const NAMES = ["privacy", "terms", "cookies"];

export default function Legal({ name }) {
  if (!NAMES.includes(name)) return html`<${Page} title=${t("not_found.title")} up="/"><${Empty} picture="nobody" title=${t("not_found.title")} text=${t("not_found.text")} /><//>`;
  return html`<${Text} key=${name} name=${name} />`;
}

function Text({ name }) {
  const load = useLoad(() => Promise.all([loadText(name), loadOperator()]), [name, locale.value]);
  const [text, operator] = load.data ?? [];
  return html`
    <${Page} title=${t(`legal.${name}`)} up=${user.value ? "/account" : "/"} narrow>
      <${Loaded} load=${load} rows=${4}>
        ${text &&
        html`<article class="reading">
          <p class="quiet">${t("legal.updated", { date: `${date(text.updated)} ${text.updated.slice(0, 4)}` })}</p>
          <p class="lead-text">${text.intro}</p>
          ${text.operator && html`<p class="reading__who">${whoseWords(text.operator, operator)}</p>`}
          ${text.sections.map((section) => html`<${Section} key=${section.title} section=${section} />`)}
          ${name === "cookies" && html`<${ConsentChoice} />`}
        </article>`}
      <//>
      <${ReadingFoot} />
    <//>
  `;
}

function Section({ section: { title, text = [], list = [] } }) {
  return html`
    <section>
      <h2>${title}</h2>
      ${text.map((words) => html`<p key=${words}>${words}</p>`)}
      ${list.length > 0 && html`<ul>${list.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`}
    </section>
  `;
}

function whoseWords({ known, unknown }, operator) {
  return operator ? known.replace(/\{(\w+)\}/g, (_, fact) => operator[fact]) : unknown;
}
