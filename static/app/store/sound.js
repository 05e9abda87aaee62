import { signal } from "@preact/signals-core";

const KEPT = "sound";

/** Whether a new request is heard on this browser: yes, until somebody says no. */
export const sounding = signal(globalThis.localStorage?.getItem(KEPT) !== "off");

/** @param {boolean} isOn */
export function allowSound(isOn) {
  sounding.value = isOn;
  localStorage.setItem(KEPT, isOn ? "on" : "off");
}
