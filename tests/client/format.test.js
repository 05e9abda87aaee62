import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { learnFromPast, learnTime, now } from "../../static/app/clock.js";
import * as format from "../../static/app/format.js";
import { learnWords } from "../../static/app/i18n.js";
import { dictionary } from "./words.mjs";

// req: ESC-10, REF-05, BUD-08

beforeEach(() => {
  learnWords("es-MX", dictionary("es-MX"));
  learnTime("2026-11-09T18:00:00Z");
});

test("money has two places, and none where none are needed", () => {
  assert.equal(format.money("1030.00"), "$1,030.00");
  assert.equal(format.money("100.00", { short: true }), "$100");
  assert.equal(format.money("250.50", { short: true }), "$250.50");
});

test("money reads the same in English", () => {
  learnWords("en", dictionary("en"));
  assert.equal(format.money("1030.00"), "$1,030.00");
});

test("days are named as people name them, in the city's zone", () => {
  assert.equal(format.day("2026-11-10T05:30:00Z"), "hoy");
  assert.equal(format.day("2026-11-10T06:30:00Z"), "mañana");
  assert.equal(format.day("2026-11-09T05:30:00Z"), "ayer");
  assert.equal(format.day("2026-11-16T18:00:00Z"), "lun 16 nov");
  assert.equal(format.dayAndTime("2026-11-10T16:00:00Z"), "mañana, 10:00");
});

test("the city's clocks show what the machine's tables say, and there is no 24th hour", () => {
  const options = { timeZone: format.ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const clock = new Intl.DateTimeFormat("en", options);
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: format.ZONE });
  const years = [2026, new Date().getUTCFullYear(), new Date().getUTCFullYear() + 1];
  for (const year of years) {
    for (let day = 0; day < 366; day += 5) {
      const instant = new Date(Date.UTC(year, 0, 1 + day, (day * 7) % 24, 10));
      assert.equal(format.time(instant), clock.format(instant), instant.toISOString());
      assert.equal(format.dayKey(instant), calendar.format(instant), instant.toISOString());
    }
  }
  assert.equal(format.time("2026-11-10T06:05:00Z"), "00:05");
});

test("a plain date stays on its day", () => {
  assert.equal(format.date("2026-11-30"), "lun 30 nov");
});

test("what is left counts from business time, which may have been moved", () => {
  assert.equal(format.left("2026-11-13T19:00:00Z"), "4 días");
  assert.equal(format.left("2026-11-11T06:00:30Z"), "36 h");
  assert.equal(format.left("2026-11-10T06:00:30Z"), "12 h");
  assert.equal(format.left("2026-11-16T17:59:59Z"), "7 días");
  assert.equal(format.left("2026-11-11T17:59:59Z"), "48 h");
  assert.equal(format.left("2026-11-09T18:00:30Z"), "1 min");
  learnTime("2026-11-13T18:00:00Z");
  assert.equal(format.left("2026-11-13T19:00:30Z"), "1 h");
  assert.ok(format.isPast("2026-11-13T17:59:00Z"));
});

test("what happened later than our clock moves our clock, what happened before does not", () => {
  learnFromPast("2026-11-09T12:00:00Z");
  assert.ok(Math.abs(now() - Date.parse("2026-11-09T18:00:00Z")) < 1000);
  learnFromPast("2026-11-11T06:00:00Z");
  assert.ok(Math.abs(now() - Date.parse("2026-11-11T06:00:00Z")) < 1000);
});

test("phones of the country are shown as they are dialled, others as they are", () => {
  assert.equal(format.phone("+525512345678"), "55 1234 5678");
  assert.equal(format.phone("+14155550100"), "+14155550100");
  assert.equal(format.phone(null), "");
});
