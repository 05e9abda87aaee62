import { computed, signal } from "@preact/signals-core";
import { t } from "../i18n.js";
import { get } from "../net/api.js";

/** What may be chosen: services by category, zones of the city. @type {Held<Service[] | null>} */
export const services = signal(null);
/** @type {Held<Zone[] | null>} */
export const zones = signal(null);

export const categories = computed(() => [...new Set((services.value ?? []).map((service) => service.category))]);

/** For a list to choose from: each alcaldía whole, then its colonias. */
export const zoneOptions = computed(() =>
  (zones.value ?? []).map(({ name, borough, is_borough: whole }) => ({
    value: name,
    text: whole ? t("zone.whole", { name }) : name,
    group: borough,
  })),
);

/** @param {string} category */
export function servicesOf(category) {
  return (services.value ?? []).filter((service) => service.category === category);
}

/** @type {Promise<void> | null} */
let loading = null;

export function loadCatalogue() {
  if (services.value && zones.value) return Promise.resolve();
  loading ??= fetchCatalogue().finally(() => (loading = null));
  return loading;
}

async function fetchCatalogue() {
  const [offered, places] = await Promise.all([get("/api/services"), get("/api/zones")]);
  services.value = offered.items;
  zones.value = places.items;
}
