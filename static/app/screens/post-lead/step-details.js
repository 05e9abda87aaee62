import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n.js";
import { Field } from "../../parts/field.js";
import { PhotoPicker } from "../../parts/photo-picker.js";
import { fieldError } from "../../parts/refused.js";

export function StepDetails({ draft, refusal }) {
  const { description, budget_min: least, budget_max: most } = draft.value;
  const change = (changes) => (draft.value = { ...draft.value, ...changes });
  const photos = useMemo(() => photosOf(draft), [draft]);
  return html`
    <${Field}
      label=${t("lead.description")}
      hint=${t("lead.description_hint")}
      area
      required
      maxlength="5000"
      value=${description}
      error=${fieldError(refusal, "description")}
      onInput=${(event) => change({ description: event.target.value })}
    />
    <div class="field">
      <span class="field__label">${t("lead.photos")}</span>
      <${PhotoPicker} label=${t("photos.add")} purpose="lead" photos=${photos} />
    </div>
    <div class="pair">
      <${Field}
        label=${t("lead.budget_from")}
        inputmode="numeric"
        pattern="[0-9]*"
        value=${least}
        error=${fieldError(refusal, "budget_min")}
        onInput=${(event) => change({ budget_min: event.target.value })}
      />
      <${Field}
        label=${t("lead.budget_to")}
        inputmode="numeric"
        pattern="[0-9]*"
        value=${most}
        error=${fieldError(refusal, "budget_max")}
        onInput=${(event) => change({ budget_max: event.target.value })}
      />
    </div>
  `;
}

/** The picker's view of the draft: what it changes is the draft. */
function photosOf(draft) {
  return {
    get value() {
      return draft.value.media;
    },
    set value(media) {
      draft.value = { ...draft.value, media };
    },
  };
}
