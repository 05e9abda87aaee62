import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../../static/app/screens/post-lead/draft.js";

// req: LEAD-01, LEAD-02

const kept = {
  from: ["", ""],
  service_category: "plomeria",
  title: "Fuga",
  deadline: "",
  location_zone: "Condesa",
  address: "Tamaulipas 12",
  zip_code: "06140",
  media: [{ id: "m" }],
};
const { from: _, media: __, deadline: ___, ...whole } = kept;

test("a draft comes back whole where it was begun, and to whoever asks for nothing else", () => {
  assert.deepEqual(fitting(kept, {}), whole);
  assert.deepEqual(fitting({ ...kept, from: undefined }, {}), whole);
  assert.deepEqual(fitting({ ...kept, from: ["electricidad", "Roma Norte"] }, { category: "electricidad", zone: "Roma Norte" }), whole);
  assert.deepEqual(fitting(kept, { category: "plomeria" }), whole);
});

test("whoever comes from a search for another job keeps where it is to be done, if it is there", () => {
  const place = { location_zone: "Condesa", address: "Tamaulipas 12", zip_code: "06140" };
  assert.deepEqual(fitting(kept, { category: "electricidad" }), place);
  assert.deepEqual(fitting(kept, { category: "electricidad", zone: "Condesa" }), place);
  assert.deepEqual(fitting(kept, { category: "electricidad", zone: "Roma Norte" }), {});
});

test("the same job in another zone has another address", () => {
  const { address: _, zip_code: __, ...job } = whole;
  assert.deepEqual(fitting(kept, { zone: "Roma Norte" }), { ...job, location_zone: "Roma Norte" });
});
