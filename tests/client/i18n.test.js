import assert from "node:assert/strict";
import { test } from "node:test";
import { knows, learnWords, t } from "../../static/app/i18n.js";
import { LOOKS } from "../../static/app/screens/conversation/event-card.js";
import { dictionary, sources } from "./words.mjs";

// req: NOTE-06, CHAT-01

const spanish = dictionary("es-MX");
const english = dictionary("en");
const code = sources().join("\n");

/** Keys that stand in the code whole, and the patterns of those that are put together: `event.${kind}.worker`. */
const literals = new Set([...code.matchAll(/"([a-z_]+(?:\.[\w-]+)+)"/g)].map((match) => match[1]));
const patterns = [...code.matchAll(/`([a-z_]+\.[^`\s]*\$\{[^`\s]*)`/g)].map((match) => patternOf(match[1]));

function patternOf(template) {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\w.-]+")}(_why)?$`);
}

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(english), Object.keys(spanish));
});

test("both languages name the same values in each sentence", () => {
  const names = (sentence) => [...new Set(JSON.stringify(sentence).match(/\{\w+\}/g))].sort();
  for (const key of Object.keys(spanish)) assert.deepEqual(names(english[key]), names(spanish[key]), key);
});

test("every key that the code asks for has words", () => {
  const asked = [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1]);
  assert.deepEqual(asked.filter((key) => !(key in spanish)), []);
});

test("every key is asked for somewhere", () => {
  const unused = Object.keys(spanish).filter((key) => !literals.has(key) && !patterns.some((one) => one.test(key)));
  assert.deepEqual(unused, []);
});

test("every kind of event has a sentence for each side", () => {
  learnWords("es-MX", spanish);
  const pair = (kind, one, other) => knows(`event.${kind}.${one}`) && knows(`event.${kind}.${other}`);
  for (const kind of [...Object.keys(LOOKS), "message.removed"]) {
    const pairs = [["worker", "client"], ["mine", "theirs"], ["you", "other"]];
    assert.ok(knows(`event.${kind}`) || pairs.some(([one, other]) => pair(kind, one, other)), kind);
  }
});

test("a count takes the form that the language has for it", () => {
  learnWords("es-MX", spanish);
  assert.equal(t("inbox.unread", { count: 1 }), "1 mensaje sin leer");
  assert.equal(t("inbox.unread", { count: 2 }), "2 mensajes sin leer");
  assert.equal(t("inbox.unread", { count: 1_000_000 }), "1000000 mensajes sin leer");
  learnWords("en", english);
  assert.equal(t("inbox.unread", { count: 1 }), "1 unread message");
});

test("a key without words shows itself instead of nothing", () => {
  assert.equal(t("no.such.key"), "no.such.key");
});

test("a name that would turn the line around it stands by itself in a sentence", () => {
  learnWords("es-MX", { said: "{name} quiere ayudarte" });
  assert.equal(t("said", { name: "\u202eMaría\u2069" }), "María quiere ayudarte");
  assert.equal(t("said", { name: "مريم" }), "\u2068مريم\u2069 quiere ayudarte");
});
