import assert from "node:assert/strict";
import { test } from "node:test";
import { paymentsIn } from "../../../static/app/store/payments.js";
import { actionsFor, canReport, canSettle, isOver } from "../../../static/app/store/progress.js";

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
  assert.deepEqual(actionsFor(payment, "client"), ["confirm", "report"]);
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

const paid = row(7, "payment.paid", { amount: "1000.00", fee: "30.00" });
const reported = { seq: 9, sender_id: "maria", event: { kind: "dispute.opened", payment_request_id: "p", dispute_id: "d", dispute_type: "quality" } };
const offered = { seq: 10, sender_id: "juan", event: { kind: "settlement.proposed", payment_request_id: "p", settlement_id: "s", client_amount: "400.00", worker_amount: "600.00", expires_at: "2026-12-01T00:00:00Z" } };

test("from the payment to the release it can be reported once, and split", () => {
  assert.deepEqual([canReport(after(asked)), canSettle(after(asked))], [false, false]);
  assert.deepEqual([canReport(after(asked, paid)), canSettle(after(asked, paid))], [true, true]);
  const disputed = after(asked, paid, reported);
  assert.deepEqual([canReport(disputed), canSettle(disputed)], [false, true]);
  assert.deepEqual(disputed.dispute, { id: "d", type: "quality", by: "maria", answered: false });
  assert.ok(after(asked, paid, reported, row(10, "dispute.answered")).dispute.answered);
  const released = after(asked, paid, row(8, "escrow.released", { amount: "1000.00" }));
  assert.deepEqual([canReport(released), canSettle(released)], [false, false]);
});

test("a bank's claim leaves nothing to report or to split until it is closed", () => {
  const claimed = after(asked, paid, row(8, "chargeback.opened"));
  assert.deepEqual([claimed.state, canReport(claimed), canSettle(claimed)], ["disputed", false, false]);
  const won = after(asked, paid, row(8, "chargeback.opened"), row(9, "chargeback.closed", { outcome: "won" }));
  assert.deepEqual([won.state, canReport(won)], ["paid", true]);
});

test("a report and what is asked about it are news until it is closed", () => {
  const question = row(10, "dispute.evidence_asked", { dispute_id: "d", of: "worker" });
  const resolved = row(11, "dispute.resolved", { dispute_id: "d", resolution_type: "other" });
  const [open, closed] = [after(asked, paid, reported, question), after(asked, paid, reported, question, resolved)];
  assert.deepEqual([isOver(open, reported), isOver(open, question)], [false, false]);
  assert.deepEqual([isOver(closed, reported), isOver(closed, question), isOver(closed, resolved)], [true, true, false]);
});

test("while an account is looked at it can be reported and finished, but not split", () => {
  const paused = after(asked, paid, row(8, "escrow.paused"));
  assert.deepEqual([paused.state, canReport(paused), canSettle(paused), paused.lastSeq], ["paid", true, false, 8]);
  assert.deepEqual(actionsFor(paused, "worker"), ["complete"]);
  assert.ok(canSettle(after(asked, paid, row(8, "escrow.paused"), row(9, "escrow.resumed"))));
  const decided = row(9, "payment.decided", { client_amount: "400.00", worker_amount: "600.00" });
  assert.equal(after(asked, paid, decided).amount, "1000.00");
});

test("a resolved report gives the payment back to where it stood, and to its beginning for doing it again", () => {
  const marked = row(8, "service.marked_complete");
  const resolved = (type) => after(asked, paid, marked, reported, row(10, "dispute.resolved", { resolution_type: type }));
  assert.deepEqual(actionsFor(resolved("other"), "client"), ["confirm", "report"]);
  assert.deepEqual(actionsFor(resolved("redo"), "worker"), ["complete"]);
  const again = after(asked, paid, reported, row(10, "dispute.resolved", { resolution_type: "redo" }), row(11, "dispute.reopened", { dispute_id: "d" }));
  assert.deepEqual([again.state, again.dispute.id], ["disputed", "d"]);
});

test("a proposal is open until it is answered, replaced or overtaken by the end of the hold", () => {
  assert.equal(isOver(after(asked, paid, offered), offered), false);
  assert.equal(after(asked, paid, offered).expires_at, undefined);
  for (const kind of ["settlement.declined", "settlement.withdrawn", "settlement.expired", "escrow.refunded"]) {
    assert.ok(isOver(after(asked, paid, offered, row(11, kind)), offered), kind);
  }
  const next = { ...offered, seq: 12, event: { ...offered.event, settlement_id: "t" } };
  const replaced = after(asked, paid, offered, row(11, "settlement.declined"), next);
  assert.deepEqual([isOver(replaced, offered), isOver(replaced, next)], [true, false]);
});

test("the parts of a split don't change what was asked for", () => {
  const ended = after(asked, paid, offered, row(11, "settlement.accepted", { client_amount: "400.00" }), row(12, "escrow.refunded", { amount: "400.00", returned: "400.00" }), row(13, "escrow.released", { amount: "600.00" }));
  assert.deepEqual([ended.amount, ended.state, ended.offer], ["1000.00", "released", null]);
});

test("what the server tells stands for rows that are not here", () => {
  const escrow = { status: "held", dispute_id: "d", completion_confirmed_by_worker: true, completion_confirmed_at: null };
  const told = (stage, more) => paymentsIn([], [{ id: "p", stage, escrow: { ...escrow, ...more } }]).get("p");
  assert.deepEqual([told("disputed").state, told("disputed").step, told("disputed").chargeback], ["disputed", "marked", false]);
  assert.deepEqual([told("disputed", { dispute_id: null }).chargeback, told("split", { status: "released" }).state], [true, "released"]);
  assert.ok(told("paused", { dispute_id: null, paused_at: "2026-11-20T00:00:00Z" }).paused);
});
