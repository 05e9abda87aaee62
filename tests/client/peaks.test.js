import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, peaksOf } from "../../static/app/parts/peaks.js";

// req: CHAT-11

test("a voice has forty bars at most, the loudest of them whole", () => {
  const levels = Array.from({ length: 1200 }, (_, place) => (place === 600 ? 0.5 : 0.1));
  const peaks = peaksOf(levels);
  assert.match(peaks, /^[0-9a-v]{40}$/);
  assert.equal(peaks[20], "v");
  assert.equal(peaks[0], "6");
});

test("a short voice has as many bars as it was listened to, and none that was never heard is drawn", () => {
  assert.equal(peaksOf([0.1, 0.2, 0.4]), "8gv");
  assert.equal(peaksOf([]), null);
});

test("silence stays low", () => {
  assert.equal(peaksOf([0, 0.01, 0]), "030");
});

test("each digit is drawn as one bar, and nothing measured as a plain line", () => {
  const { width, path } = drawn("0gv");
  assert.deepEqual([width, path.match(/M/g).length], [3, 3]);
  assert.equal(drawn(null).path.match(/M/g).length, 1);
  assert.equal(drawn(undefined).width, drawn("0".repeat(40)).width);
});
