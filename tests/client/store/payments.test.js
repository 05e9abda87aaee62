import assert from "node:assert/strict";
import { test } from "node:test";
import { actionsFor, paymentsIn } from "../../../static/app/store/payments.js";

// req: ESC-01, ESC-07, ESC-08, ESC-15

const row = (seq, kind, facts = {}) => ({ seq, event: { kind, payment_request_id: "p", ...facts } });
const asked = row(6, "payment.requested", { amount: "1000.00", total: "1030.00" });

function after(...rows) {
  return paymentsIn(rows).get("p");
}

test("a request may be paid or declined by the client and taken back by the handyman", () => {
  const payment = after(asked);
  assert.deepEqual(actionsFor(payment, "client"), ["pay", "decline"]);
  assert.deepEqual(actionsFor(payment, "worker"), ["cancel"]);
  assert.equal(payment.total, "1030.00");
});

test("paid: the handyman marks it complete, the client waits", () => {
  const payment = after(asked, row(7, "payment.paid"));
  assert.deepEqual(actionsFor(payment, "worker"), ["complete"]);
  assert.deepEqual(actionsFor(payment, "client"), []);
});

test("marked complete: the client confirms", () => {
  const payment = after(asked, row(7, "payment.paid"), row(8, "service.marked_complete"));
  assert.deepEqual(actionsFor(payment, "client"), ["confirm"]);
  assert.deepEqual(actionsFor(payment, "worker"), []);
  assert.equal(payment.lastSeq, 8);
});

test("once confirmed the client may review it, also after the release, and once", () => {
  for (const kind of ["service.confirmed", "service.presumed_complete"]) {
    const done = after(asked, row(7, kind));
    const released = after(asked, row(7, kind), row(9, "escrow.released"));
    assert.deepEqual(actionsFor(released, "client"), ["review"], kind);
    assert.deepEqual(actionsFor(done, "client"), ["review"], kind);
    assert.deepEqual(actionsFor(done, "worker"), [], kind);
    const reviewed = after(asked, row(7, kind), row(8, "review.left", { review_id: "r" }));
    assert.deepEqual(actionsFor(reviewed, "client"), [], kind);
  }
});

test("what is over offers nothing to anybody", () => {
  for (const kind of ["payment.declined", "payment.cancelled", "payment.expired", "escrow.released", "dispute.opened"]) {
    const payment = after(asked, row(7, kind));
    assert.deepEqual([...actionsFor(payment, "client"), ...actionsFor(payment, "worker")], [], kind);
  }
});

test("several payments of a conversation go each their own way", () => {
  const other = { seq: 7, event: { kind: "payment.requested", payment_request_id: "q", amount: "500.00" } };
  const payments = paymentsIn([asked, other, row(8, "payment.paid")]);
  assert.equal(payments.get("p").state, "paid");
  assert.equal(payments.get("q").state, "requested");
});

test("an event that is not about its progress leaves the actions where they were", () => {
  const payment = after(asked, row(7, "review.left"));
  assert.equal(payment.lastSeq, 6);
  assert.equal(payment.state, "requested");
});
