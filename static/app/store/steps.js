/**
 * What a command that succeeded means to who counts steps (ANA-01): `{name, params}`, or `null`. Only ids, amounts and
 * words of the catalogue: nothing that anybody wrote leaves by this way, and the server looks again.
 * @param {string} method @param {string} address @param {any} body @param {any} data @param {{from?: string | null}} given
 */
export function stepOf(method, address, body, data, { from = null } = {}) {
  const { pathname: path, searchParams: query } = new URL(address, "http://here");
  for (const [verb, pattern, describe] of STEPS) {
    const match = verb === method && path.match(pattern);
    if (match) return described(describe({ match, query, body, data, from }));
  }
  return null;
}

/**
 * What is said over the socket.
 * @param {string} event @param {any} payload
 */
export function stepOfSaid(event, payload) {
  return event === "message:send" ? said(payload.conversation_id, payload) : null;
}

/** @type {[method: string, path: RegExp, describe: (deed: Deed) => Step | false | null | undefined][]} */
const STEPS = [
  ["POST", /^\/api\/auth\/register$/, ({ body }) => ["user_registered", { role: body.role }]],
  ["POST", /^\/api\/workers\/profile$/, ({ data }) => data.created_at === data.updated_at && ["profile_created", { role: "worker" }]],
  ["GET", /^\/api\/workers\/search$/, searched],
  ["GET", /^\/api\/workers\/([0-9a-f-]{36})$/, ({ match, from }) => ["worker_profile_viewed", { worker_id: match[1], source: from === "/search" ? "search" : "direct" }]],
  ["POST", /^\/api\/leads$/, ({ body }) => ["lead_created", { category: body.service_category, urgency: body.urgency, budget_range: range(body) }]],
  ["POST", /^\/api\/leads\/([^/]+)\/purchase$/, bought],
  ["POST", /^\/api\/conversations\/([^/]+)\/messages$/, ({ match, body }) => said(match[1], body)],
  ["POST", /^\/api\/payments\/request$/, ({ body }) => ["payment_request_sent", { amount: body.amount }]],
  ["POST", /^\/api\/payments\/sessions\/[^/]+\/settle$/, ({ data }) => data.status === "paid" && ["payment_completed", { amount: data.amount }]],
  ["POST", /^\/api\/payments\/([^/]+)\/confirm-complete$/, ({ match, data }) => data.escrow?.completion_confirmed_at && ["service_completed", { payment_id: match[1] }]],
  ["POST", /^\/api\/reviews$/, ({ body, data }) => ["review_submitted", { rating: body.overall_rating, worker_id: data.worker_id }]],
];

/** As people count them: an order is none, and a range of prices is one. */
const FILTERS = [["category"], ["service"], ["zone"], ["min_rating"], ["min_price", "max_price"], ["day"]];

/** Its next pages are the same search. @param {Deed} given @returns {Step | false} */
function searched({ query }) {
  if (query.get("cursor")) return false;
  const wanted = Object.fromEntries(["category", "zone"].flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
  const filters = FILTERS.filter((names) => names.some((name) => query.get(name))).length;
  return ["search_performed", { ...wanted, filters }];
}

/** @param {Deed} given @returns {Step} */
function bought({ match, data }) {
  const { worker_id, purchase_amount: amount } = data.purchase;
  return ["lead_purchased", { lead_id: match[1], worker_id, amount }];
}

/** @param {string} id @param {{message_type?: string}} given */
function said(id, { message_type: type = "text" }) {
  const step = ["message_sent", { conversation_id: id, media_type: type }];
  return described(step);
}

/** @type {[end: number, name: string][]} */
const RANGES = [[500, "0-500"], [1000, "500-1000"], [5000, "1000-5000"]];

/**
 * How much a client would spend, roughly.
 * @param {Facts} given
 */
function range({ budget_max: most, budget_min: least }) {
  const amount = Number(most ?? least);
  if (!amount) return "none";
  return RANGES.find(([end]) => amount <= end)?.[1] ?? "5000+";
}

/** @param {any} step */
function described(step) {
  if (!step) return null;
  if (!Array.isArray(step)) return step;
  const [name, params] = step;
  const known = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return { name, params: Object.fromEntries(known.map(([key, value]) => [key, String(value)])) };
}
