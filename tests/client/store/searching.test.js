import assert from "node:assert/strict";
import { test } from "node:test";
import { reportable } from "../../../static/app/store/flags.js";
import { pieces } from "../../../static/app/store/searching.js";

// req: CHAT-15, CHAT-19

const hit = (content, q) => pieces(content, q).find(({ isHit }) => isHit)?.text;

test("a hit is shown with its own accents and capitals", () => {
  assert.equal(hit("Cambié el CALENTADÓR ayer", "calentador"), "CALENTADÓR");
  assert.equal(hit("😀 ¿Y la presión?", "PRESION"), "presión");
  assert.equal(hit("Año nuevo", "ano"), "Año");
});

test("a long text is cut around its hit", () => {
  const found = pieces(`${"a".repeat(500)} fuga ${"b".repeat(500)}`, "fuga").map(({ text }) => text);
  assert.deepEqual(found.map((text) => text.length < 70), [true, true, true]);
  assert.ok(found[0].startsWith("…") && found[2].endsWith("…"));
});

test("what can't be found again is shown from its beginning", () => {
  assert.deepEqual(pieces("straße", "strasse"), [{ text: "straße", isHit: false }]);
});

test("what the other one said can be reported, the newest first", () => {
  const rows = [
    { seq: 1, message_type: "event", sender_id: "other" },
    { seq: 2, message_type: "text", sender_id: "other" },
    { seq: 3, hidden: true },
    { seq: 4, message_type: "text", sender_id: "me" },
    { seq: 5, message_type: "voice", sender_id: "other" },
  ];
  assert.deepEqual(reportable(rows, "me").map(({ seq }) => seq), [5, 2]);
});
