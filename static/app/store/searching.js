import { get } from "../net/api.js";

const AROUND = 60;

/** @param {string} conversationId @param {string} q @param {number} [before] */
export function search(conversationId, q, before) {
  return get(`/api/conversations/${conversationId}/search`, { q, before });
}

/**
 * A text around its first hit, in pieces of `{text, isHit}`; compared as the server compares.
 * @param {string} content @param {string} q
 */
export function pieces(content, q) {
  const letters = [...content];
  // one plain character per character, so that places agree
  const plain = letters.map(bare);
  const wanted = [...q].map(bare);
  const at = plain.findIndex((_, place) => wanted.every((letter, index) => plain[place + index] === letter));
  if (at < 0) return [{ text: content.slice(0, 2 * AROUND), isHit: false }];
  const [from, to] = [Math.max(0, at - AROUND), at + wanted.length];
  const before = (from > 0 ? "…" : "") + letters.slice(from, at).join("");
  const after = letters.slice(to, to + AROUND).join("") + (letters.length > to + AROUND ? "…" : "");
  const all = [
    { text: before, isHit: false },
    { text: letters.slice(at, to).join(""), isHit: true },
    { text: after, isHit: false },
  ];
  return all.filter(({ text }) => text);
}

/** @param {string} letter */
function bare(letter) {
  return letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
