import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { homeOf, match, routes } from "../../static/app/router.js";
import { STATIC } from "./resolve.mjs";

// req: API-16

test("an address finds its screen and its parameters", () => {
  const { route, params } = match("/conversations/01a-b");
  assert.equal(route.path, "/conversations/:id");
  assert.deepEqual(params, { id: "01a-b" });
});

test("a whole word wins over a parameter that stands after it", () => {
  assert.equal(match("/requests/new").route.path, "/requests/new");
  assert.equal(match("/requests/42").route.path, "/requests/:id");
});

test("a slash at the end changes nothing", () => {
  assert.equal(match("/inbox/").route.path, "/inbox");
  assert.equal(match("/").route.path, "/");
});

test("what is no screen is found nowhere", () => {
  assert.equal(match("/conversations"), null);
  assert.equal(match("/a/b/c/d"), null);
});

test("addresses that mails and the checkout lead to are there", () => {
  for (const path of ["/verify-email", "/reset-password", "/payment/success", "/payment/cancel", "/pay/1"]) {
    assert.ok(match(path), path);
  }
});

test("every screen's module exists", () => {
  for (const route of routes) {
    const [, path] = route.load.toString().match(/import\("([^"]+)"\)/);
    assert.ok(existsSync(new URL(`app/${path}`, STATIC)), path);
  }
});

test("everyone's home is a screen that they may see", () => {
  for (const role of ["client", "worker", "admin", "customer_support"]) {
    assert.ok(match(homeOf(role)).route.roles.includes(role), role);
  }
});
