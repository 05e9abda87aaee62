import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, messagesIn, partsOf } from "../../../static/app/store/disputes.js";
import { divide, partAt, percentOf, typedPart } from "../../../static/app/store/settlements.js";

// req: R-13, DIS-02, DIS-14, DIS-18

test("the two amounts make the whole, wherever the slider stands", () => {
  for (const amount of ["1000.00", "0.01", "999.99", "123456.78"]) {
    for (let percent = 0; percent <= 100; percent += 1) {
      const { client, worker } = divide(amount, partAt(amount, percent));
      assert.equal((Number(client) * 100 + Number(worker) * 100).toFixed(0), (Number(amount) * 100).toFixed(0));
      assert.match(client, /^\d+\.\d{2}$/);
    }
  }
});

test("the slider's ends are nothing and all of it; between them whole pesos", () => {
  assert.deepEqual([partAt("999.99", 0), partAt("999.99", 33), partAt("999.99", 100)], ["0.00", "330.00", "999.99"]);
  assert.deepEqual([percentOf("999.99", "999.99"), percentOf("1000.00", "333.33"), percentOf("0.00", "0.00")], [100, 33, 0]);
});

test("what is typed counts as people write money, and never beyond the whole", () => {
  assert.equal(typedPart("$1,000.50", "2000.00"), "1000.50");
  assert.equal(typedPart("400", "1000.00"), "400.00");
  for (const wrong of ["", "x", "-1", "1.234", "1000.01", "1e3"]) assert.equal(typedPart(wrong, "1000.00"), null, wrong);
});

test("a report leaves out what was left empty", () => {
  const form = { type: "quality", description: " Volvió a gotear ", wish: "  " };
  assert.deepEqual(bodyOf(form, "p"), { payment_request_id: "p", dispute_type: "quality", description: "Volvió a gotear" });
  assert.equal(bodyOf({ ...form, wish: "Que regrese" }, "p").desired_resolution, "Que regrese");
});

test("a decision divides the money or leaves it held", () => {
  const parts = (resolution_type, refund_amount = null) => partsOf({ resolution_type, refund_amount }, "1000.00");
  assert.deepEqual([parts("full_refund", "1000.00"), parts("partial_refund", "400.00"), parts("payment_to_worker", "0.00")], [1000, 400, 0]);
  assert.deepEqual([parts("redo"), parts("other"), parts(null)], [null, null, null]);
});

test("support's messages are the ones told of this report", () => {
  const notice = (seq, id, message) => ({ seq, kind: "dispute.resolved", facts: { dispute_id: id, message } });
  const told = [notice(1, "d", "Uno"), notice(2, "e", "Otro"), notice(3, "d", undefined), notice(4, "d", "Dos"), { seq: 5, kind: "low" }];
  assert.deepEqual(messagesIn(told, "d").map(({ seq }) => seq), [1, 4]);
});
