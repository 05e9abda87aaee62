import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { keyring } from "../net/keys.js";

/**
 * A command behind a button: `run(body)` calls `command(body, key)` once at a time, under the same key until it has
 * succeeded. `refusal` is why the last try did not. Its third argument tells whether the button is still there: an
 * answer that took its time leads nobody away from where they have gone meanwhile. `held` are keys that outlive the button.
 */
export function useAction(command, held = null) {
  const state = useSignal({ busy: false, refusal: null });
  const keys = useMemo(() => held ?? keyring(), []);
  const isHere = useRef(true);
  useEffect(() => () => (isHere.current = false), []);
  async function run(body = {}) {
    if (state.value.busy) return undefined;
    state.value = { busy: true, refusal: null };
    try {
      const result = await command(body, keys.keyFor(body), () => isHere.current);
      keys.done();
      state.value = { busy: false, refusal: null };
      return result;
    } catch (refusal) {
      if (!refusal.code) console.error(refusal);
      state.value = { busy: false, refusal };
      return undefined;
    }
  }
  return { run, busy: state.value.busy, refusal: state.value.refusal };
}
