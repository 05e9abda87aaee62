/** An id of our own making: 32 characters from 0-9a-f. (`randomUUID` exists in secure contexts only.) */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The same body gets the same key until it has succeeded: a second tap, or a second try after a lost answer, is the
 * same command; an edited form is another. `keep(held)` hears what to keep for another visit, which `hold` brings back.
 * @param {(held: {text: string, key: string} | null) => unknown} [keep]
 */
export function keyring(keep = () => null) {
  /** @type {{text: string, key: string} | null} */
  let held = null;
  return {
    /** @param {unknown} body */
    keyFor(body) {
      const text = JSON.stringify(body);
      if (held?.text === text) return held.key;
      held = { text, key: newKey() };
      keep(held);
      return held.key;
    },
    done() {
      held = null;
      keep(null);
    },
    /** @param {{text: string, key: string} | null} kept */
    hold(kept) {
      held ??= kept;
    },
  };
}
