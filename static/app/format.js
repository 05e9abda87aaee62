import { now } from "./clock.js";
import { locale, t } from "./i18n.js";

export const ZONE = "America/Mexico_City";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/**
 * The city keeps one hour all year since 2022; a test asks the machine's tables whether it still does. To ask them here
 * costs a slow phone a tenth of a second before the first row stands.
 */
const BEHIND = 6 * HOUR;

/**
 * "1030.00" → "$1,030.00"; `short` leaves out the centavos where there are none.
 * @param {string | number | null | undefined} amount
 */
export function money(amount, { short = false } = {}) {
  const value = Number(amount ?? 0);
  const digits = short && Number.isInteger(value) ? 0 : 2;
  return kept(Intl.NumberFormat, locale.value, {
    style: "currency",
    currency: "MXN",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** @param {string | number | null | undefined} value */
export function number(value, digits = 0) {
  return kept(Intl.NumberFormat, locale.value, { maximumFractionDigits: digits }).format(Number(value ?? 0));
}

/** @param {string} iso */
export function time(iso) {
  return inTheCity(iso).slice(11, 16);
}

/**
 * As people say it: "hoy", "mañana", "lun 11 nov".
 * @param {string} iso
 */
export function day(iso) {
  const distance = daysFromToday(iso);
  if (distance === 0) return t("time.today");
  if (distance === 1) return t("time.tomorrow");
  if (distance === -1) return t("time.yesterday");
  return shortDay(iso);
}

/** @param {string} iso */
export function dayAndTime(iso) {
  return `${day(iso)}, ${time(iso)}`;
}

/**
 * For what stays written: tomorrow it must still be true.
 * @param {string} iso
 */
export function moment(iso) {
  return `${shortDay(iso)}, ${time(iso)}`;
}

/**
 * A day without an hour ("2026-11-30"), which must not slip to the day before in our zone.
 * @param {string} isoDay
 */
export function date(isoDay) {
  return shortDay(`${isoDay}T12:00:00-06:00`);
}

/**
 * For a list: the hour today, the day before that.
 * @param {string} iso
 */
export function briefly(iso) {
  return daysFromToday(iso) === 0 ? time(iso) : day(iso);
}

/**
 * What is left until then, as people count: "4 días", "36 h", "35 min".
 * @param {string} iso
 */
export function left(iso) {
  const distance = Math.max(0, Date.parse(iso) - now());
  if (distance > 2 * DAY) return t("time.days", { count: Math.round(distance / DAY) });
  if (distance >= HOUR) return t("time.hours", { count: Math.round(distance / HOUR) });
  return t("time.minutes", { count: Math.max(1, Math.round(distance / MINUTE)) });
}

/**
 * A span as people say it: "35 min", "3 h".
 * @param {number} count
 */
export function minutes(count) {
  return count < 90 ? t("time.minutes", { count: Math.max(1, Math.round(count)) }) : t("time.hours", { count: Math.round(count / 60) });
}

/** @param {string} iso */
export function isPast(iso) {
  return Date.parse(iso) <= now();
}

/** @param {string | number} iso */
export function dayKey(iso) {
  return inTheCity(iso).slice(0, 10);
}

/**
 * "+525512345678" → "55 1234 5678", as it is said and dialled here.
 * @param {string | null | undefined} number
 */
export function phone(number) {
  const [, area, first, last] = number?.match(/^\+52(\d{2})(\d{4})(\d{4})$/) ?? [];
  return area ? `${area} ${first} ${last}` : (number ?? "");
}

/**
 * "1:05"
 * @param {number | null | undefined} seconds
 */
export function stopwatch(seconds) {
  const whole = Math.floor(seconds || 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * "1.2 MB"
 * @param {number} count
 */
export function bytes(count) {
  return count < 2 ** 20 ? `${Math.ceil(count / 2 ** 10)} kB` : `${number(count / 2 ** 20, 1)} MB`;
}

/** @param {string} iso */
function daysFromToday(iso) {
  /** @param {string | number} instant */
  const midnight = (instant) => Date.parse(`${dayKey(instant)}T00:00:00Z`);
  return Math.round((midnight(iso) - midnight(now())) / DAY);
}

/**
 * "lun 11 nov": put together here, since browsers disagree about the "de" and the full stops between.
 * @param {string} iso
 */
function shortDay(iso) {
  const shape = { timeZone: ZONE, weekday: "short", day: "numeric", month: "short" };
  const parts = kept(Intl.DateTimeFormat, locale.value, shape).formatToParts(new Date(iso));
  /** @param {string} type */
  const part = (type) => parts.find((one) => one.type === type)?.value.replace(".", "");
  return `${part("weekday")} ${part("day")} ${part("month")}`;
}

/**
 * "2026-11-09T12:00:00.000": date and hour as its clocks show them.
 * @param {string | number} instant
 */
function inTheCity(instant) {
  return new Date(new Date(instant).getTime() - BEHIND).toISOString();
}

const made = new Map();

/**
 * A formatter takes a phone longer to make than a row to draw: each kind is made once.
 * @template T @param {new (language: string, options: object) => T} Formatter
 * @param {string} language @param {object} options @returns {T}
 */
function kept(Formatter, language, options) {
  const name = `${Formatter.name} ${language} ${JSON.stringify(options)}`;
  if (!made.has(name)) made.set(name, new Formatter(language, options));
  return made.get(name);
}
