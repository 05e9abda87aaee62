import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { keyring } from "../net/keys.js";

/**
 * A command behind a button: `run(body)` calls `command(body, key)` once at a time, under the same key until it has
 * succeeded. `refusal` is why the last try did not.
 */
export function useAction(command) {
  const state = useSignal({ busy: false, refusal: null });
  const keys = useMemo(keyring, []);
  async function run(body = {}) {
    if (state.value.busy) return undefined;
    state.value = { busy: true, refusal: null };
    try {
      const result = await command(body, keys.keyFor(body));
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
