import assert from "node:assert/strict";
import { test } from "node:test";
import { startTelling } from "../../../static/app/net/analytics.js";
import { get, post } from "../../../static/app/net/api.js";
import { stepOf, stepOfSaid } from "../../../static/app/store/steps.js";

// req: ANA-01, SEC-07

const ID = "0192a6f0-0000-7000-8000-000000000001";
const asked = [];
globalThis.fetch = async (path, { method, body } = {}) => {
  asked.push({ path, method, body: body && JSON.parse(body) });
  return new Response(JSON.stringify({ success: true, data: { purchase: { worker_id: ID, purchase_amount: "100.00" } } }));
};
let answer = "asked";
const telling = startTelling({ allowed: () => answer === "yes", visit: () => "0".repeat(32), stepOf, stepOfSaid, from: () => "/search" });
telling.stop();
const told = () => asked.filter(({ path }) => path.startsWith("/api/measures"));

test("nothing leaves before a yes, and nothing that was done before it leaves after", async () => {
  await post(`/api/leads/${ID}/purchase`);
  await telling.leave();
  answer = "yes";
  await telling.leave();
  assert.deepEqual(told(), []);
});

test("after a yes a step leaves for our own server and nowhere else", async () => {
  await get(`/api/workers/${ID}`);
  await telling.leave();
  assert.deepEqual(told().map(({ path, body }) => [path, body.events]), [
    ["/api/measures", [{ name: "worker_profile_viewed", params: { worker_id: ID, source: "search" } }]],
  ]);
  assert.ok(asked.every(({ path }) => path.startsWith("/api/")));
});

test("a no throws away what waits", async () => {
  const before = told().length;
  await get(`/api/workers/${ID}`);
  answer = "no";
  await telling.leave();
  answer = "yes";
  await telling.leave();
  assert.equal(told().length, before);
});

const PERSONAL = { email: "buzonsecreto@example.com", full_name: "Canariana Oculta", phone: "+525598761234", address: "Callejón 321", zip_code: "06799", title: "Fuga en casa de Canariana", description: "Llame al 98761234", content: "soy Canariana" };
const DONE = [
  ["POST", "/api/auth/register", { ...PERSONAL, role: "client", password: "una clave" }, { user: PERSONAL }],
  ["POST", "/api/workers/profile", PERSONAL, { ...PERSONAL, created_at: "x", updated_at: "x" }],
  ["GET", "/api/workers/search?category=Plomer%C3%ADa&zone=Roma%20Norte&q=buzonsecreto@example.com", undefined, {}],
  ["GET", `/api/workers/${ID}`, undefined, PERSONAL],
  ["POST", "/api/leads", { ...PERSONAL, service_category: "Plomería", urgency: "urgent", budget_max: "800.00" }, PERSONAL],
  ["POST", `/api/leads/${ID}/purchase`, {}, { purchase: { worker_id: ID, purchase_amount: "100.00" }, conversation: PERSONAL }],
  ["POST", `/api/conversations/${ID}/messages`, { ...PERSONAL, message_type: "text" }, PERSONAL],
  ["POST", "/api/payments/request", { ...PERSONAL, amount: "500.00" }, PERSONAL],
  ["POST", "/api/payments/sessions/cs_1/settle", {}, { ...PERSONAL, status: "paid", amount: "500.00" }],
  ["POST", `/api/payments/${ID}/confirm-complete`, {}, { ...PERSONAL, escrow: { completion_confirmed_at: "x" } }],
  ["POST", "/api/reviews", { ...PERSONAL, overall_rating: 5 }, { ...PERSONAL, worker_id: ID }],
];

test("eleven of the twelve events come from what was done, and none carries anything personal", () => {
  const steps = DONE.map((one) => stepOf(...one));
  assert.deepEqual(steps.map((step) => step.name), [
    "user_registered", "profile_created", "search_performed", "worker_profile_viewed", "lead_created", "lead_purchased",
    "message_sent", "payment_request_sent", "payment_completed", "service_completed", "review_submitted",
  ]);
  const text = JSON.stringify(steps);
  for (const canary of Object.values(PERSONAL)) assert.ok(!text.includes(canary), canary);
  assert.deepEqual(steps[4].params, { category: "Plomería", urgency: "urgent", budget_range: "500-1000" });
});

test("a search tells how many filters it has, and of them only what and where", () => {
  const search = (query) => stepOf("GET", `/api/workers/search?${query}`, undefined, {}).params;
  assert.deepEqual(search("limit=50&sort=price"), { filters: "0" });
  assert.deepEqual(search("zone=Roma%20Norte&min_price=100&max_price=500&limit=50"), { zone: "Roma Norte", filters: "2" });
  const all = "category=A&service=B&zone=C&min_rating=4&max_price=5&day=sat&sort=rating";
  assert.deepEqual(search(all), { category: "A", zone: "C", filters: "6" });
  assert.equal(stepOf("GET", "/api/workers/search?zone=C&limit=20&cursor=x", undefined, {}), null, "its next page is no other search");
});

test("what did not come to its end is no step", () => {
  assert.equal(stepOf("POST", "/api/payments/sessions/cs_1/settle", {}, { status: "pending" }), null);
  assert.equal(stepOf("POST", `/api/payments/${ID}/confirm-complete`, {}, { escrow: { completion_confirmed_at: null } }), null);
  assert.equal(stepOf("GET", "/api/conversations", undefined, {}), null);
  assert.deepEqual(stepOfSaid("message:send", { conversation_id: ID, content: "hola" }), { name: "message_sent", params: { conversation_id: ID, media_type: "text" } });
});
