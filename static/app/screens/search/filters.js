import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { number } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { categories, servicesOf, zoneOptions } from "../../store/catalogue.js";
import { CHOICES, narrowing, off } from "../../store/search.js";

/** What and where: always in view. */
export function WhatAndWhere({ wanted, change }) {
  return html`
    <${Select} label=${t("search.category")} any=${t("search.any_category")} name="category" options=${named(categories.value)} ...${{ wanted, change }} />
    <${Select} label=${t("search.zone")} any=${t("search.any_zone")} name="zone" options=${zoneOptions.value} ...${{ wanted, change }} />
  `;
}

/** The rest: beside the results where there is room, otherwise behind a button. */
export function Narrowing({ wanted, change }) {
  const common = { wanted, change };
  const offered = servicesOf(wanted.category);
  return html`
    ${offered.length > 0 &&
    html`<${Select} label=${t("search.filter.service")} any=${t("search.any")} name="service" options=${named(offered.map(({ name }) => name))} ...${common} />`}
    <${Select} label=${t("search.filter.min_rating")} any=${t("search.any")} name="min_rating" options=${worded("min_rating", (value) => t("search.rating_least", { rating: number(value, 1) }))} ...${common} />
    <div class="pair">
      <${Price} label=${t("search.min_price")} name="min_price" ...${common} />
      <${Price} label=${t("search.max_price")} name="max_price" ...${common} />
    </div>
    <${Select} label=${t("search.filter.day")} any=${t("search.any_day")} name="day" options=${worded("day", (value) => t(`week.${value}`))} ...${common} />
    <${Select} label=${t("search.sort")} any=${t("search.sort.relevance")} name="sort" options=${worded("sort", (value) => t(`search.sort.${value}`))} ...${common} />
  `;
}

/** On a phone, over the results: they change behind it, and its button says how many there are. */
export function FiltersDialog({ wanted, change, found, onClose }) {
  return html`
    <${Dialog} title=${t("search.filters")} onClose=${onClose}>
      <${Narrowing} wanted=${wanted} change=${change} />
      <${Clear} wanted=${wanted} change=${change} />
      <${Button} wide onClick=${onClose}>${seen(found)}<//>
    <//>
  `;
}

function seen(count) {
  if (count === null) return t("search.see");
  return count ? t("search.see_count", { count }) : t("search.see_none");
}

export function Clear({ wanted, change }) {
  const on = narrowing(wanted);
  if (!on.length) return null;
  return html`<${Button} kind="quiet" onClick=${() => change(off(...on))}>${t("search.clear")}<//>`;
}

function Select({ label, any, name, options, wanted, change }) {
  return html`<${Field}
    label=${label}
    options=${[{ value: "", text: any }, ...options]}
    value=${wanted[name] ?? ""}
    onChange=${(event) => change({ [name]: event.target.value })}
  />`;
}

/** Taken when it is written to the end, whatever arrives meanwhile; what is no price is not kept. */
function Price({ label, name, wanted, change }) {
  const written = useSignal(null);
  const take = (event) => {
    written.value = null;
    change({ [name]: event.target.value });
  };
  return html`<${Field}
    label=${label}
    inputmode="decimal"
    placeholder="$"
    value=${written.value ?? wanted[name] ?? ""}
    onInput=${(event) => (written.value = event.target.value)}
    onChange=${take}
  />`;
}

const named = (names) => names.map((value) => ({ value, text: value }));
const worded = (name, say) => CHOICES[name].map((value) => ({ value, text: say(value) }));
