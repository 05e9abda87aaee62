import { signal } from "@preact/signals-core";

const LARGE = globalThis.matchMedia?.("(width >= 900px)");

/** Room for the list beside the talk; what there is no room for is not made. */
export const wide = signal(LARGE?.matches ?? false);

LARGE?.addEventListener("change", (event) => (wide.value = event.matches));
