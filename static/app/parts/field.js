import { html } from "htm/preact";
import { useId } from "preact/hooks";

/** A label, a control and what is wrong with it. `area` makes it a text area, `options` a list. */
export function Field({ label, hint = null, error = null, area = false, options = null, children = null, ...control }) {
  const id = useId();
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const common = { id, "aria-describedby": notes, "aria-invalid": error ? "true" : undefined, ...control };
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${children ?? html`<${Control} area=${area} options=${options} common=${common} />`}
      ${hint && html`<p class="field__hint" id="${id}-hint">${hint}</p>`}
      ${error && html`<p class="field__error" id="${id}-error">${error}</p>`}
    </div>
  `;
}

function Control({ area, options, common }) {
  if (area) return html`<auto-grow length=${common.value?.length}><textarea rows="3" ...${common}></textarea></auto-grow>`;
  if (!options) return html`<input ...${common} />`;
  return html`
    <select ...${common}>
      ${grouped(options).map(([group, members]) => html`<${Group} key=${group} name=${group} options=${members} />`)}
    </select>
  `;
}

function Group({ name, options }) {
  const list = options.map(({ value, text }) => html`<option key=${value} value=${value}>${text}</option>`);
  return name ? html`<optgroup label=${name}>${list}</optgroup>` : list;
}

function grouped(options) {
  const groups = new Map();
  for (const option of options) groups.set(option.group ?? "", [...(groups.get(option.group ?? "") ?? []), option]);
  return [...groups];
}

/** One of a few, as large targets: radio buttons that look like cards. */
export function Choice({ legend, name, value, options, onChange, compact = false }) {
  return html`
    <fieldset class="choice ${compact ? "choice--compact" : ""}">
      <legend>${legend}</legend>
      <div class="choice__options">
        ${options.map(
          (option) => html`
            <label class="choice__option" key=${option.value}>
              <input
                type="radio"
                name=${name}
                value=${option.value}
                checked=${option.value === value}
                onChange=${() => onChange(option.value)}
              />
              <span>${option.text}${option.note && html`<small>${option.note}</small>`}</span>
            </label>
          `,
        )}
      </div>
    </fieldset>
  `;
}

/** Some of many. `values` is an array. */
export function Chips({ legend, values, options, onChange, hint = null, error = null }) {
  const toggle = (value) =>
    onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return html`
    <fieldset class="chips">
      <legend>${legend}</legend>
      ${hint && html`<p class="field__hint">${hint}</p>`}
      ${error && html`<p class="field__error">${error}</p>`}
      <div class="chips__options">
        ${grouped(options).map(
          ([group, members]) => html`
            ${group && html`<h3 class="chips__group" key=${group}>${group}</h3>`}
            ${members.map((one) => html`<${Chip} key=${one.value} ...${one} checked=${values.includes(one.value)} onChange=${toggle} />`)}
          `,
        )}
      </div>
    </fieldset>
  `;
}

function Chip({ value, text, checked, onChange }) {
  return html`
    <label class="chip">
      <input type="checkbox" checked=${checked} onChange=${() => onChange(value)} />
      <span>${text}</span>
    </label>
  `;
}
