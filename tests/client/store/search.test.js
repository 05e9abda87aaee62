import assert from "node:assert/strict";
import { test } from "node:test";
import { grown } from "../../../static/app/parts/pages.js";
import { addressOf, changed, narrowing, off, wantedIn } from "../../../static/app/store/search.js";

// req: RANK-13, RANK-14

const ALL = { category: "Plomería", service: "Fugas", zone: "Roma Norte", min_rating: "4", min_price: "100", max_price: "500", day: "sat", sort: "price" };

test("an address says what is asked for, and comes back from it", () => {
  const query = Object.fromEntries(new URL(addressOf(ALL), "http://here").searchParams);
  assert.deepEqual(wantedIn(query), ALL);
  assert.equal(addressOf({}), "/search");
});

test("what can't be meant is as if it had not been said", () => {
  const odd = { category: " ", min_rating: "6", min_price: "mucho", max_price: "0", day: "someday", sort: "score", colour: "blue" };
  assert.deepEqual(wantedIn(odd), {});
  assert.deepEqual(wantedIn({ max_price: "Infinity" }), {});
  assert.deepEqual(wantedIn({ zone: "x".repeat(101) }), {});
});

test("prices the wrong way round are turned", () => {
  const { min_price: least, max_price: most } = wantedIn({ min_price: "900", max_price: "1000.50" });
  assert.deepEqual([least, most], ["900", "1000.50"]);
  assert.deepEqual(wantedIn({ min_price: "1000", max_price: "900" }), { min_price: "900", max_price: "1000" });
});

test("another category takes the service of the last one along", () => {
  assert.equal(changed(ALL, { category: "Electricidad" }).service, undefined);
  assert.equal(changed(ALL, { zone: "Condesa" }).service, "Fugas");
  assert.deepEqual(wantedIn({ service: "Fugas" }), {});
});

test("filters are counted as people count them, and each can be given up", () => {
  assert.deepEqual(narrowing(ALL), ["service", "min_rating", "price", "day"]);
  assert.deepEqual(narrowing({ category: "Plomería", zone: "Roma Norte", sort: "price" }), []);
  assert.deepEqual(changed(ALL, off(...narrowing(ALL))), { category: "Plomería", zone: "Roma Norte", sort: "price" });
  assert.deepEqual(changed({ category: "Plomería", service: "Fugas", day: "sat" }, off("category")), { day: "sat" });
});

test("a next page stands behind what is there, and whoever moved meanwhile stands once", () => {
  const people = (...ids) => ids.map((id) => ({ id }));
  const first = { items: people("a", "b"), next_cursor: "1", pending_review: null };
  const second = grown(first, { items: people("b", "c"), next_cursor: "2", loosen: null });
  assert.deepEqual(second, { items: people("a", "b", "c"), next_cursor: "2", pending_review: null });
  assert.deepEqual(first.items, people("a", "b"));
  const whole = grown(second, { items: people("d"), next_cursor: null });
  assert.deepEqual([whole.items, whole.next_cursor], [people("a", "b", "c", "d"), null]);
  assert.deepEqual(grown(second, { items: [], next_cursor: null }).items, second.items);
});
