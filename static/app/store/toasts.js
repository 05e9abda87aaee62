import { signal } from "@preact/signals-core";

const STAYS = 5000;

/** @type {Held<Toast[]>} */
export const toasts = signal([]);

let count = 0;

/**
 * `link` makes the whole line lead somewhere.
 * @param {string} text @param {{tone?: Toast["tone"], link?: string | null}} options
 */
export function say(text, { tone = "plain", link = null } = {}) {
  const toast = { id: (count += 1), text, tone, link };
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => dismiss(toast.id), STAYS);
}

/** @param {number} id */
export function dismiss(id) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
