import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Availability } from "../../parts/availability.js";
import { Button } from "../../parts/button.js";
import { Chips, Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { zoneOptions } from "../../store/catalogue.js";
import { LONGEST, saveProfile, SHORTEST } from "../../store/profile.js";
import { say } from "../../store/toasts.js";

export function ProfileForm({ held }) {
  const form = useSignal({
    description: held.description,
    service_areas: held.service_areas,
    availability: held.availability,
  });
  const { run, busy, refusal } = useAction(async (body, key) => {
    await saveProfile(body, key);
    say(t("profile.saved"), { tone: "good" });
  });
  const change = (changes) => (form.value = { ...form.value, ...changes });
  const submit = (event) => {
    event.preventDefault();
    run(form.value);
  };
  const { description, service_areas: areas, availability } = form.value;
  return html`
    <form class="form card" onSubmit=${submit}>
      <h2>${t("profile.about")}</h2>
      <${Field}
        label=${t("profile.description")}
        hint=${t("profile.description_hint", { count: description.length, most: LONGEST })}
        area
        required
        minlength=${SHORTEST}
        maxlength=${LONGEST}
        value=${description}
        error=${fieldError(refusal, "description")}
        onInput=${(event) => change({ description: event.target.value })}
      />
      <${Zones} values=${areas} error=${fieldError(refusal, "service_areas")} onChange=${(service_areas) => change({ service_areas })} />
      <div class="field">
        <span class="field__label">${t("profile.availability")}</span>
        <${Availability} value=${availability} onChange=${(value) => change({ availability: value })} />
      </div>
      <${Refused} refusal=${refusal} />
      <${Button} type="submit" wide busy=${busy}>${t("profile.save")}<//>
    </form>
  `;
}

/** Chosen zones first, the rest behind a fold: the city has many. */
function Zones({ values, error, onChange }) {
  return html`
    <details class="fold">
      <summary>${t("profile.zones")} <span class="quiet">${values.join(", ") || t("profile.zones_none")}</span></summary>
      <${Chips} legend=${t("profile.zones")} hint=${t("profile.zones_hint")} values=${values} options=${zoneOptions.value} error=${error} onChange=${onChange} />
    </details>
  `;
}
