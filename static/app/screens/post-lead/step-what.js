import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Choice, Field } from "../../parts/field.js";
import { fieldError } from "../../parts/refused.js";
import { categories, servicesOf } from "../../store/catalogue.js";

const URGENCIES = ["regular", "soon", "urgent", "emergency"];

export function StepWhat({ draft, refusal }) {
  const { service_category: category, service_subcategory: service, title, urgency } = draft.value;
  const change = (changes) => (draft.value = { ...draft.value, ...changes });
  const offered = servicesOf(category).map(({ name }) => ({ value: name, text: name }));
  return html`
    <${Field}
      label=${t("lead.category")}
      required
      options=${[{ value: "", text: t("action.choose") }, ...categories.value.map((value) => ({ value, text: value }))]}
      value=${category}
      onChange=${(event) => change({ service_category: event.target.value, service_subcategory: "" })}
    />
    ${offered.length > 0 &&
    html`<${Field}
      label=${t("lead.service")}
      options=${[{ value: "", text: t("lead.service_any") }, ...offered]}
      value=${service}
      onChange=${(event) => change({ service_subcategory: event.target.value })}
    />`}
    <${Field}
      label=${t("lead.title")}
      placeholder=${t("lead.title_example")}
      maxlength="200"
      required
      value=${title}
      error=${fieldError(refusal, "title")}
      onInput=${(event) => change({ title: event.target.value })}
    />
    <${Choice}
      legend=${t("lead.urgency")}
      name="urgency"
      compact
      value=${urgency}
      onChange=${(value) => change({ urgency: value })}
      options=${URGENCIES.map((value) => ({ value, text: t(`urgency.${value}`) }))}
    />
  `;
}
