// Lets node find what the browser finds: bare names come from the page's own import map.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

export const STATIC = new URL("../../static/", import.meta.url);

const page = readFileSync(new URL("index.html", STATIC), "utf8");
const { imports } = JSON.parse(page.match(/<script type="importmap">(.*?)<\/script>/s)[1]);

registerHooks({
  resolve(specifier, context, next) {
    const mapped = imports[specifier];
    if (mapped) return { url: new URL(`.${mapped}`, STATIC).href, format: "module", shortCircuit: true };
    const found = next(specifier, context);
    return found.url.startsWith(STATIC.href) ? { ...found, format: "module" } : found;
  },
});
