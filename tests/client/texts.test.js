import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { STATIC } from "./resolve.mjs";

// req: SEC-08, NOTE-06

const folder = new URL("i18n/pages/", STATIC);
const read = (file) => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const names = readdirSync(folder).filter((file) => file.endsWith(".es-MX.json")).map((file) => file.split(".")[0]);

/** What is left of a text when its sentences are taken out. */
function shape(thing) {
  if (Array.isArray(thing)) return thing.map(shape);
  if (typeof thing === "string") return [...thing.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  return Object.fromEntries(Object.entries(thing).map(([key, value]) => [key, key === "updated" ? value : shape(value)]));
}

test("there is a privacy notice, terms, cookies and help", () => {
  assert.deepEqual(names.sort(), ["cookies", "help", "privacy", "terms"]);
});

test("both languages say the same things in the same places", () => {
  for (const name of names) assert.deepEqual(shape(read(`${name}.en.json`)), shape(read(`${name}.es-MX.json`)), name);
});

test("the privacy notice names who answers for the data and every right of the law", () => {
  const notice = JSON.stringify(read("privacy.es-MX.json"));
  for (const word of ["{name}", "{address}", "{email}", "Acceso", "Rectificación", "Cancelación", "Oposición", "20 días hábiles"]) {
    assert.ok(notice.includes(word), word);
  }
});
