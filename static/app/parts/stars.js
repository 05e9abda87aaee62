import { html } from "htm/preact";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

const FIVE = [1, 2, 3, 4, 5];

/** How many of five, to look at; said in words to who doesn't see them. */
export function Stars({ value, size = 16 }) {
  return html`
    <span class="stars" role="img" aria-label=${t("stars.of_five", { count: value })}>
      ${FIVE.map((star) => html`<span key=${star} class=${star <= value ? "stars__lit" : ""}><${Icon} name="star" size=${size} /></span>`)}
    </span>
  `;
}

/** Five radio buttons that look like stars: arrow keys, a touch and a screen reader choose alike. */
export function StarField({ legend, name, value, onChange, size = 32 }) {
  return html`
    <fieldset class="star-field">
      <legend>${legend}</legend>
      <div class="star-field__row">
        ${FIVE.map(
          (star) => html`
            <label key=${star} class="star-field__star ${star <= value ? "stars__lit" : ""}">
              <input type="radio" name=${name} value=${star} checked=${star === value} onChange=${() => onChange(star)} />
              <${Icon} name="star" size=${size} />
              <span class="unseen">${t("stars.word", { star, word: t(`stars.${star}`) })}</span>
            </label>
          `,
        )}
        <span class="star-field__word" aria-hidden="true">${value ? t(`stars.${value}`) : ""}</span>
      </div>
    </fieldset>
  `;
}
