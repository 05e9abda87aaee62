import assert from "node:assert/strict";
import { test } from "node:test";
import { heights } from "../../../static/app/store/numbers.js";

// req: ANA-04

test("the highest bar is whole, a small one is still seen, and nothing is flat", () => {
  assert.deepEqual(heights([0, 1, 100, 50]), [0, 4, 100, 50]);
  assert.deepEqual(heights([0, 0]), [0, 0]);
  assert.deepEqual(heights([null, 2]), [0, 100]);
});
