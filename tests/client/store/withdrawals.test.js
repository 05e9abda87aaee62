import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, gapIn, isClabe, stateOf } from "../../../static/app/store/withdrawals.js";

// req: WAL-15, R-10

const CLABE = "002010077777777771";

test("a CLABE is 18 digits whose last agrees with the others, however it is spaced", () => {
  assert.ok(isClabe(CLABE));
  assert.ok(isClabe("002 010 07777777777 1"));
  assert.ok(isClabe("032180000118359719"));
  for (const wrong of ["", "00201007777777777", "002010077777777772", "020010077777777771", "00201007777777777x"]) assert.ok(!isClabe(wrong), wrong);
});

test("the form says what is missing, first things first", () => {
  const form = { amount: "$1,500.00", clabe: CLABE, holder: "Juan Pérez Luna", bank: "" };
  assert.equal(gapIn(form, "1500.00"), null);
  assert.equal(gapIn({ ...form, amount: "99.99" }, "1500.00"), "WITHDRAWAL_TOO_SMALL");
  assert.equal(gapIn({ ...form, amount: "x" }, "1500.00"), "WITHDRAWAL_TOO_SMALL");
  assert.equal(gapIn(form, "1499.99"), "EARNINGS_TOO_LOW");
  assert.equal(gapIn({ ...form, clabe: "1" }, "1500.00"), "CLABE_INVALID");
  assert.equal(gapIn({ ...form, holder: " " }, "1500.00"), "HOLDER_INVALID");
});

test("what is sent is what was meant, and a bank only where one was named", () => {
  const form = { amount: "$1,500", clabe: "002 010 07777777777 1", holder: " Juan Pérez ", bank: "" };
  assert.deepEqual(bodyOf(form), { amount: "1500.00", clabe: CLABE, account_holder: "Juan Pérez" });
  assert.equal(bodyOf({ ...form, bank: "Banco Nuevo" }).bank_name, "Banco Nuevo");
});

test("where a withdrawal stands", () => {
  assert.equal(stateOf({ status: "requested", is_confirmed: false }), "asked");
  assert.equal(stateOf({ status: "requested", is_confirmed: true }), "confirmed");
  assert.equal(stateOf({ status: "cancelled", reason: "not_confirmed" }), "expired");
  for (const status of ["approved", "sending", "sent", "refused", "cancelled", "failed"]) assert.equal(stateOf({ status, reason: null }), status);
});
