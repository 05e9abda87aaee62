import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, missingIn } from "../../static/app/screens/post-lead/draft.js";
import { stepOf } from "../../static/app/screens/conversation/steps.js";
import { strength } from "../../static/app/screens/sign-up/strength.js";
import { hue, initials } from "../../static/app/parts/icon.js";
import { fitted } from "../../static/app/parts/shrink.js";
import { toggled } from "../../static/app/parts/availability.js";
import { clearTray, toggle, tray } from "../../static/app/store/tray.js";
import { chipOf } from "../../static/app/store/words.js";
import { learnWords } from "../../static/app/i18n.js";
import { missing } from "../../static/app/store/profile.js";

// req: LEAD-01, LEAD-03, ACC-06, SEC-01

const draft = { service_category: "Plomería", title: "Fuga", description: "Gotea", location_zone: "Roma Norte", address: "Orizaba 1", zip_code: "06700", media: [] };

test("at most six professionals fit on the tray, and a second tap takes one off", () => {
  for (let id = 1; id <= 8; id += 1) toggle({ id });
  assert.equal(tray.value.length, 6);
  toggle({ id: 1 });
  assert.deepEqual(tray.value.map((one) => one.id), [2, 3, 4, 5, 6]);
  clearTray();
});

test("a request says what it still needs, step by step", () => {
  assert.equal(missingIn({ ...draft, title: " " }, "what", []), "title");
  assert.equal(missingIn({ ...draft, media: [{ state: "sending" }] }, "details", []), "photos");
  assert.equal(missingIn({ ...draft, zip_code: "67" }, "place", []), "zip");
  assert.equal(missingIn(draft, "people", []), "people");
  for (const step of ["what", "details", "place", "people"]) assert.equal(missingIn(draft, step, [{ id: 1 }]), null);
});

test("a request leaves out what was left empty", () => {
  const body = bodyOf({ ...draft, step: 3, budget_min: "", media: [{ id: "u1" }, { id: null }] }, [{ id: "w1" }]);
  assert.deepEqual(body.recipients, ["w1"]);
  assert.deepEqual(body.media, ["u1"]);
  assert.ok(!("budget_min" in body) && !("step" in body));
});

test("the week's matrix keeps the day's order and drops empty days", () => {
  assert.deepEqual(toggled({ mon: ["evening"] }, "mon", "morning"), { mon: ["morning", "evening"] });
  assert.deepEqual(toggled({ mon: ["evening"] }, "mon", "evening"), {});
});

test("a profile knows what approval still needs", () => {
  assert.deepEqual(missing({ description: "", service_areas: [], availability: {}, services: [] }, {}), ["description", "zones", "availability", "services", "email", "phone"]);
  const whole = { description: "x".repeat(20), service_areas: ["Roma Norte"], availability: { mon: ["morning"] }, services: [{}] };
  assert.deepEqual(missing(whole, { email_verified: true, phone_verified: true }), []);
});

test("a picture is sent no larger than anyone will look at it, and never enlarged", () => {
  assert.deepEqual(fitted(4032, 3024), { width: 2048, height: 1536 });
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});

test("passwords are measured by length and variety", () => {
  assert.equal(strength("corta"), 0);
  assert.equal(strength("aaaaaaaaaaaa"), 1);
  assert.equal(strength("contraseña"), 1);
  assert.equal(strength("Gato-Azul-1987"), 3);
});

test("the strip stands at the furthest payment", () => {
  assert.equal(stepOf(false, []), 0);
  assert.equal(stepOf(true, []), 1);
  assert.equal(stepOf(true, [{ state: "released" }, { state: "requested" }]), 4);
});

test("an inbox row asks for an answer to a proposal only of the side that owes it", () => {
  learnWords("es-MX", {
    "inbox.chip.settlement.expired.client": "Responde a la propuesta",
    "inbox.chip.settlement.expired.worker": "Responde a la propuesta",
    "inbox.chip.service.presumed_complete.client": "Confirma",
  });
  const at = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const offer = { effect: "settlement.expired", why: "client_undecided", due_at: at(7) };
  const quiet = { effect: "escrow.refunded", why: "held_too_long", due_at: at(2) };
  const marked = { effect: "service.presumed_complete", why: "client_silent", due_at: at(9) };
  const chip = (role, ...deadlines) => chipOf({ deadlines }, role);
  assert.equal(chip("client", offer, quiet), "Responde a la propuesta");
  assert.equal(chip("worker", offer, quiet), null);
  assert.equal(chip("client", { ...offer, why: "worker_undecided" }, marked), "Confirma");
});

test("people without a picture have initials and always the same colour", () => {
  assert.equal(initials("María José López"), "MJ");
  assert.equal(initials(""), "");
  assert.equal(hue("Juan"), hue("Juan"));
});
