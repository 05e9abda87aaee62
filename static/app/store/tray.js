import { signal } from "@preact/signals-core";
import { onLeaving } from "./session.js";

export const MOST = 6;

/** The professionals that a request will go to, chosen on the way: 1 to 6. @type {Held<{id: string}[]>} */
export const tray = signal([]);

onLeaving(clearTray);

/** @param {{id: string}} worker */
export function toggle(worker) {
  const chosen = tray.value.some((one) => one.id === worker.id);
  if (chosen) tray.value = tray.value.filter((one) => one.id !== worker.id);
  else if (tray.value.length < MOST) tray.value = [...tray.value, worker];
}

export function clearTray() {
  tray.value = [];
}
