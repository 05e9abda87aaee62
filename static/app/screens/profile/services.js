import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { money } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Choice, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { priceOf } from "../../parts/professional-card.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { services } from "../../store/catalogue.js";
import { addService, removeService } from "../../store/profile.js";

export function Services({ held }) {
  const offered = held.services;
  return html`
    <section class="card">
      <h2>${t("profile.services")}</h2>
      ${offered.length === 0 && html`<p class="quiet">${t("profile.services_none")}</p>`}
      <ul class="offered">
        ${offered.map((service) => html`<${Offered} key=${service.id} service=${service} />`)}
      </ul>
      <${AddService} taken=${offered.map((service) => service.service_id)} />
    </section>
  `;
}

function Offered({ service }) {
  const { run, busy, refusal } = useAction(() => removeService(service.id));
  const least = service.minimum_charge;
  return html`
    <li class="offered__one">
      <span>
        <strong>${service.name}</strong>
        <small class="quiet">${priceOf(service)}${least && ` · ${t("price.minimum", { amount: money(least, { short: true }) })}`}</small>
      </span>
      <button class="icon-button" type="button" disabled=${busy} aria-label=${t("profile.remove", { name: service.name })} onClick=${() => run()}>
        <${Icon} name="trash" />
      </button>
      <${Refused} refusal=${refusal} />
    </li>
  `;
}

const BLANK = { service_id: "", pricing_type: "fixed", price_amount: "", minimum_charge: "" };

function AddService({ taken }) {
  const form = useSignal(BLANK);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await addService(body, key);
    form.value = BLANK;
  });
  const change = (changes) => (form.value = { ...form.value, ...changes });
  const type = (event) => change({ [event.target.name]: event.target.value });
  const submit = (event) => {
    event.preventDefault();
    run(bodyOf(form.value));
  };
  const { service_id: id, pricing_type: pricing } = form.value;
  const common = (name) => ({ name, value: form.value[name], onInput: type, error: fieldError(refusal, name) });
  return html`
    <form class="form" onSubmit=${submit}>
      <${Field}
        label=${t("profile.service")}
        required
        options=${[{ value: "", text: t("action.choose") }, ...choices(taken)]}
        value=${id}
        onChange=${(event) => change({ service_id: event.target.value })}
      />
      <${Choice}
        legend=${t("profile.pricing")}
        name="pricing_type"
        compact
        value=${pricing}
        onChange=${(value) => change({ pricing_type: value })}
        options=${["fixed", "hourly"].map((value) => ({ value, text: t(`pricing.${value}`) }))}
      />
      <div class="pair">
        <${Field} label=${t("profile.price")} inputmode="decimal" required pattern="[0-9]+([.][0-9]{1,2})?" ...${common("price_amount")} />
        <${Field} label=${t("profile.minimum")} inputmode="decimal" pattern="[0-9]+([.][0-9]{1,2})?" ...${common("minimum_charge")} />
      </div>
      <${Refused} refusal=${refusal} />
      <${Button} kind="plain" type="submit" icon="plus" busy=${busy}>${t("profile.add")}<//>
    </form>
  `;
}

function choices(taken) {
  const free = services.value.filter((service) => !taken.includes(service.id));
  return free.map((service) => ({ value: service.id, text: `${service.category} · ${service.name}` }));
}

function bodyOf({ minimum_charge: least, price_amount: price, ...rest }) {
  const body = { ...rest, price_amount: Number(price).toFixed(2) };
  return least ? { ...body, minimum_charge: Number(least).toFixed(2) } : body;
}
