import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { loadIconNames } from "../../net/texts.js";
import { Icon } from "../../parts/icon.js";
import { Loaded } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";

export function Icons() {
  const load = useLoad(loadIconNames);
  return html`
    <h2>${t("design.icons")}</h2>
    <${Loaded} load=${load} rows=${2}>
      <ul class="design__icons">
        ${load.data?.map((name) => html`<li key=${name}><${Icon} name=${name} size=${24} /><code>${name}</code></li>`)}
      </ul>
    <//>
  `;
}
