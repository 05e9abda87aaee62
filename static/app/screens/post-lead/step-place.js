import { html } from "htm/preact";
import { now } from "../../clock.js";
import { dayKey } from "../../format.js";
import { t } from "../../i18n.js";
import { Choice, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { fieldError } from "../../parts/refused.js";
import { zoneOptions } from "../../store/catalogue.js";

const TIMES = ["flexible", "morning", "afternoon", "evening"];

export function StepPlace({ draft, refusal }) {
  const { preferred_time: time, deadline } = draft.value;
  const change = (changes) => (draft.value = { ...draft.value, ...changes });
  return html`
    <${Where} draft=${draft.value} change=${change} refusal=${refusal} />
    <p class="note"><${Icon} name="lock" /> <span>${t("lead.private")}</span></p>
    <${Choice}
      legend=${t("lead.when")}
      name="preferred_time"
      compact
      value=${time}
      onChange=${(value) => change({ preferred_time: value })}
      options=${TIMES.map((value) => ({ value, text: t(`when.${value}`) }))}
    />
    <${Field}
      label=${t("lead.by")}
      type="date"
      min=${dayKey(now())}
      value=${deadline}
      error=${fieldError(refusal, "deadline")}
      onInput=${(event) => change({ deadline: event.target.value })}
    />
  `;
}

function Where({ draft, change, refusal }) {
  const type = (event) => change({ [event.target.name]: event.target.value });
  const common = (name) => ({ name, value: draft[name], required: true, error: fieldError(refusal, name) });
  return html`
    <${Field}
      label=${t("lead.zone")}
      options=${[{ value: "", text: t("action.choose") }, ...zoneOptions.value]}
      onChange=${type}
      ...${common("location_zone")}
    />
    <${Field} label=${t("lead.address")} autocomplete="street-address" maxlength="300" onInput=${type} ...${common("address")} />
    <${Field}
      label=${t("lead.zip")}
      inputmode="numeric"
      autocomplete="postal-code"
      pattern="[0-9]{5}"
      maxlength="5"
      onInput=${type}
      ...${common("zip_code")}
    />
  `;
}
