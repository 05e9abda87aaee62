import { signal } from "@preact/signals-core";

export const LOCALES = ["es-MX", "en"];

export const locale = signal(LOCALES[0]);
/** @type {Held<Words>} */
const words = signal({});

/** Spanish unless this person chose otherwise: the product speaks it, whatever language the phone was sold with. */
export function preferredLocale() {
  const chosen = globalThis.localStorage?.getItem("locale");
  return chosen && LOCALES.includes(chosen) ? chosen : LOCALES[0];
}

let asked = "";

/**
 * Who taps two of them hears the last.
 * @param {string} language
 */
export async function speak(language) {
  asked = language;
  const address = new URL(`../i18n/${language}.json`, import.meta.url);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`no words for ${language}`);
  const dictionary = await answer.json();
  if (asked !== language) return;
  learnWords(language, dictionary);
  globalThis.localStorage?.setItem("locale", language);
  // so that the page names these words to be fetched early
  document.cookie = `locale=${language}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.lang = language;
}

/** @param {string} language @param {Words} dictionary */
export function learnWords(language, dictionary) {
  words.value = dictionary;
  locale.value = language;
}

/**
 * Whether this language has a sentence for it: what the server may add later has none yet.
 * @param {string} key
 */
export function knows(key) {
  return key in words.value;
}

/** @param {string} key @param {Facts} values */
export function t(key, values = {}) {
  const found = words.value[key];
  if (found === undefined) return key;
  const sentence = typeof found === "string" ? found : found[plural(values.count, found)];
  return sentence.replace(/\{(\w+)\}/g, (_, name) => apart(values[name] ?? ""));
}

/**
 * The sentence for a code of the server's; what it may add later reads as "something went wrong", with the code.
 * @param {string} code
 */
export function wordsFor(code) {
  const key = `error.${code}`;
  return knows(key) ? t(key) : t("error.UNKNOWN", { code });
}

const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/**
 * What people have written turns nothing around it: without signs of direction, and by itself if it runs leftward.
 * @param {unknown} value
 */
function apart(value) {
  const plain = String(value).replace(TURNING, "");
  return LEFTWARD.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** Made once per language: that takes a phone longer than all sentences of a screen. */
const rules = new Map();

/** @param {unknown} count @param {Record<string, string>} forms */
function plural(count, forms) {
  if (!rules.has(locale.value)) rules.set(locale.value, new Intl.PluralRules(locale.value));
  const form = rules.get(locale.value).select(Number(count));
  return form in forms ? form : "other";
}
