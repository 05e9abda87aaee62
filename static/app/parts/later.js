import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";

const fetched = new Map();

/** A piece that comes when it is shown first: `load` (always the same function) answers its module. */
export function Later({ load, waiting = null, ...rest }) {
  const piece = useSignal(fetched.get(load) ?? null);
  useEffect(() => {
    if (piece.value) return;
    load().then(
      (module) => {
        fetched.set(load, module.default);
        piece.value = module.default;
      },
      () => null,
    );
  }, [load]);
  return piece.value ? html`<${piece.value} ...${rest} />` : waiting;
}
