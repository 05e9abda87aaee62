import assert from "node:assert/strict";
import { test } from "node:test";
import { isTyping, reduce } from "../../../static/app/store/presence.js";

// req: CHAT-02

const QUIET = { online: new Set(), typing: {} };

test("someone comes and goes", () => {
  const here = reduce(QUIET, { type: "presence", userId: "u", online: true });
  assert.ok(here.online.has("u"));
  assert.ok(!reduce(here, { type: "presence", userId: "u", online: false }).online.has("u"));
});

test("typing fades by itself when its end is lost", () => {
  const typing = reduce(QUIET, { type: "typing", conversationId: "k", userId: "u", on: true, at: 1000 });
  assert.ok(isTyping(typing, "k", 2000));
  assert.ok(!isTyping(typing, "k", 8000));
  assert.ok(!isTyping(typing, "other", 2000));
});

test("typing ends when it is said to end", () => {
  const typing = reduce(QUIET, { type: "typing", conversationId: "k", userId: "u", on: true, at: 1000 });
  assert.ok(!isTyping(reduce(typing, { type: "typing", conversationId: "k", userId: "u", on: false, at: 1500 }), "k", 1600));
});
