import { readdirSync, readFileSync } from "node:fs";
import { STATIC } from "./resolve.mjs";

export function dictionary(language) {
  return JSON.parse(readFileSync(new URL(`i18n/${language}.json`, STATIC), "utf8"));
}

export function sources() {
  const names = readdirSync(new URL("app/", STATIC), { recursive: true });
  return names.filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(`app/${name}`, STATIC), "utf8"));
}
