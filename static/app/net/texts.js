import { locale } from "../i18n.js";
import { get, Refusal } from "./api.js";

/**
 * A long text in the language of the screens; it is no part of the words that every screen needs.
 * @param {string} name
 */
export async function loadText(name) {
  const address = new URL(`../../i18n/pages/${name}.${locale.value}.json`, import.meta.url);
  const answer = await fetch(address).catch(() => {
    throw new Refusal("OFFLINE");
  });
  if (!answer.ok) throw new Refusal("NOT_FOUND", { status: answer.status });
  return answer.json();
}

/** Who answers for this place, `null` while it doesn't say. */
export async function loadOperator() {
  return (await get("/api/about")).operator;
}

/** What the sprite holds, for the page that shows all of it. */
export async function loadIconNames() {
  const answer = await fetch(new URL("../../images/icons.svg", import.meta.url));
  return [...(await answer.text()).matchAll(/<symbol id="([\w-]+)"/g)].map(([, name]) => name);
}
