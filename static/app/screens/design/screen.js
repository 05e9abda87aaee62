import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";
import { Components } from "./components.js";
import { Icons } from "./icons.js";
import { States } from "./states.js";
import { Tokens } from "./tokens.js";

/** What the screens are made of, in both themes; the server says whether this is a developer's machine. */
export default function Design() {
  if (!("design" in document.documentElement.dataset)) {
    return html`<${Page} title=${t("not_found.title")} up="/"><${Empty} picture="nobody" title=${t("not_found.title")} text=${t("not_found.text")} /><//>`;
  }
  return html`
    <${Page} title=${t("design.title")} up="/">
      <${Theme} name="light" />
      <${Theme} name="dark" />
      <${Icons} />
    <//>
  `;
}

function Theme({ name }) {
  return html`
    <section class="design design--${name}" aria-label=${t(`design.${name}`)}>
      <h2>${t(`design.${name}`)}</h2>
      <${Tokens} />
      <${Components} theme=${name} />
      <${States} />
    </section>
  `;
}
