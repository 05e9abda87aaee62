import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceOf } from "../../../static/app/store/sessions.js";

// req: SEC-02

test("a device is called by its browser and its system", () => {
  const phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
  const laptop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0";
  const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
  assert.deepEqual(deviceOf(phone), { browser: "Chrome", system: "Android" });
  assert.deepEqual(deviceOf(laptop), { browser: "Edge", system: "Windows" });
  assert.deepEqual(deviceOf(iphone), { browser: "Safari", system: "iPhone" });
});

test("what says nothing of itself has no name", () => {
  for (const agent of [null, "", "curl/8"]) assert.deepEqual(deviceOf(agent), { browser: null, system: null });
});
