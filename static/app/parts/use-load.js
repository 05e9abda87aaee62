import { useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect } from "preact/hooks";

/** Asks for something and tells how that goes: `{state: "loading" | "ready" | "failed", data, code, reload}`. */
export function useLoad(ask, dependencies = []) {
  const answer = useSignal({ state: "loading", data: null, code: null });
  const load = useCallback(() => {
    let wanted = true;
    answer.value = { ...answer.value, state: answer.value.data === null ? "loading" : "ready", code: null };
    ask().then(
      (data) => wanted && (answer.value = { state: "ready", data: data ?? true, code: null }),
      (refusal) => wanted && (answer.value = { ...answer.value, state: "failed", code: refusal.code ?? "UNKNOWN" }),
    );
    return () => (wanted = false);
  }, dependencies);
  // before the next frame: on a slow phone that is a long time to ask nothing
  useLayoutEffect(() => {
    answer.value = { state: "loading", data: null, code: null };
    return load();
  }, dependencies);
  return { ...answer.value, reload: load };
}
