import { html } from "htm/preact";
import { locale, t } from "../../i18n.js";
import { loadText } from "../../net/texts.js";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { user } from "../../store/session.js";
import { ReadingFoot } from "./foot.js";

export default function Help() {
  const load = useLoad(() => loadText("help"), [locale.value]);
  const text = load.data;
  return html`
    <${Page} title=${t("help.title")} up=${user.value ? "/account" : "/"} narrow>
      <${Loaded} load=${load} rows=${5}>
        ${text &&
        html`<div class="reading">
          <p class="lead-text">${text.intro}</p>
          ${text.groups.map((group) => html`<${Group} key=${group.title} group=${group} />`)}
        </div>`}
      <//>
      <${ReadingFoot} />
    <//>
  `;
}

function Group({ group }) {
  return html`
    <section>
      <h2>${group.title}</h2>
      ${group.items.map(
        ({ asked, answer }) => html`<details class="fold" key=${asked}><summary>${asked}</summary><p>${answer}</p></details>`,
      )}
    </section>
  `;
}
