import { get, post } from "../net/api.js";

export const SUB_RATINGS = ["quality", "communication", "punctuality", "professionalism", "value"];
export const SORTS = ["newest", "highest", "lowest"];
export const REASONS = ["fake", "inappropriate", "spam", "unrelated"];
export const TITLE = { least: 10, most: 100 };
export const TEXT = { least: 100, most: 1000 };
export const LONGEST_RESPONSE = 500;

export const BLANK = {
  overall: 0,
  title: "",
  description: "",
  recommend: null,
  again: null,
  anonymous: "no",
  quality: 0,
  communication: 0,
  punctuality: 0,
  professionalism: 0,
  value: 0,
};

/**
 * What a review still needs, as words' keys, in the order of the form.
 * @param {Facts} form @param {Facts[]} photos
 */
export function missingIn(form, photos = []) {
  const gaps = [];
  if (!form.overall) gaps.push("stars");
  if (lengthOf(form.title) < TITLE.least) gaps.push("title");
  if (lengthOf(form.description) < TEXT.least) gaps.push("text");
  if (form.recommend === null || form.again === null) gaps.push("answers");
  if (photos.some((photo) => photo.state === "sending")) gaps.push("photos");
  return gaps;
}

/**
 * As the server counts: letters, not halves of emoji, without what hangs at the ends.
 * @param {string} text
 */
export function lengthOf(text) {
  return [...text.trim()].length;
}

/** @param {Facts} form @param {string} requestId @param {Facts[]} photos */
export function bodyOf(form, requestId, photos = []) {
  const rated = SUB_RATINGS.filter((name) => form[name]).map((name) => [`${name}_rating`, form[name]]);
  return {
    payment_request_id: requestId,
    overall_rating: form.overall,
    title: form.title.trim(),
    description: form.description.trim(),
    would_recommend: form.recommend === "yes",
    would_hire_again: form.again === "yes",
    anonymous: form.anonymous === "yes",
    media: photos.map((photo) => photo.id).filter(Boolean),
    ...Object.fromEntries(rated),
  };
}

/**
 * "María Hernández Soto" → "María H.", as everybody will read it.
 * @param {string} fullName
 */
export function publicName(fullName) {
  const [first, next] = fullName.trim().split(/\s+/);
  return next ? `${first} ${[...next][0]}.` : first;
}

/** @param {object} body @param {string} key */
export const leaveReview = (body, key) => post("/api/reviews", body, { key });
/** @param {string} workerId @param {Facts} query */
export const reviewsOf = (workerId, query) => get(`/api/reviews/worker/${workerId}`, query);
/** @param {string} id @param {string} words @param {string} key */
export const respond = (id, words, key) => post(`/api/reviews/${id}/respond`, { worker_response: words }, { key });
/** @param {string} id @param {object} body @param {string} key */
export const flag = (id, body, key) => post(`/api/reviews/${id}/flag`, body, { key });

const DISMISSED = "review-hint-dismissed";

/**
 * The nudge to review the last work, unless it was put aside in this session (it never stands in the way).
 * @param {Facts | null} answer
 */
export function hintIn(answer) {
  const hint = answer?.pending_review ?? null;
  return hint && globalThis.sessionStorage?.getItem(DISMISSED) !== hint.payment_request_id ? hint : null;
}

/** @param {{payment_request_id: string}} hint */
export function dismissHint(hint) {
  globalThis.sessionStorage?.setItem(DISMISSED, hint.payment_request_id);
}
