import assert from "node:assert/strict";
import { test } from "node:test";
import { learnWords } from "../../../static/app/i18n.js";
import { placeOf, wordsOfNotice } from "../../../static/app/store/notice-words.js";
import { dictionary } from "../words.mjs";

// req: NOTE-01

learnWords("es-MX", dictionary("es-MX"));

test("a notice says its amounts as money and calls the other one by name", () => {
  const said = (kind, facts, role) => wordsOfNotice({ kind, facts }, { role, name: "María" });
  assert.equal(said("wallet.low", { balance: "80.00" }, "worker"), "Tu saldo está bajo: $80.");
  assert.equal(said("lead.refunded", { amount: "0.00" }, "worker"), "El cliente no respondió. El contacto fue gratis.");
  assert.equal(said("dispute.opened", { amount: "500.00" }, "worker"), "María reportó un problema con este pago.");
  const own = wordsOfNotice({ kind: "dispute.opened", facts: { by: "u1" } }, { me: "u1", role: "client", name: "Juan" });
  assert.equal(own, "Reportaste un problema con este pago.");
  assert.equal(said("payment.paid", { amount: "500.00" }, "worker"), "$500.00 en pago protegido.");
});

test("a tap leads to what a notice is about", () => {
  const place = (kind, facts, role) => placeOf({ kind, facts }, { me: "u1", role });
  assert.equal(place("lead.new", { lead_id: "l1" }, "worker"), "/leads/l1");
  assert.equal(place("payment.paid", { conversation_id: "c1" }, "worker"), "/conversations/c1");
  assert.equal(place("deposit.completed", {}, "worker"), "/wallet");
  assert.equal(place("review.left", { conversation_id: "c1" }, "worker"), "/professionals/u1");
  assert.equal(place("desk.dispute_overdue", { conversation_id: "c1" }, "admin"), null);
});
