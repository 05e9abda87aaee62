import { signal } from "@preact/signals-core";
import { get, post, Refusal, remove } from "../net/api.js";
import { ability, ask, isAllowed, listen, stopListening } from "../net/push.js";

const NOTE = "pushed";

/** Whether this browser is told when nobody looks: "unsupported", "blocked", "off" or "on". */
export const pushing = signal("off");

/** @type {string | null} */
let subscription = null;

/**
 * At every start: a browser that somebody had told to listen does so in the session that they have now.
 * @param {string} userId
 */
export async function resumePush(userId) {
  subscription = null;
  pushing.value = stateOfThings();
  if (!isAllowed() || localStorage.getItem(NOTE) !== userId) return;
  await subscribe().catch(() => null);
}

/** @param {string} userId */
export async function turnPushOn(userId) {
  const allowed = ability() !== "unsupported" && (await ask());
  pushing.value = stateOfThings();
  if (!allowed) return;
  await subscribe();
  localStorage.setItem(NOTE, userId);
}

export async function turnPushOff() {
  localStorage.removeItem(NOTE);
  if (subscription) await remove(`/api/push/subscriptions/${subscription}`).catch(() => null);
  subscription = null;
  pushing.value = stateOfThings();
  await stopListening().catch(() => null);
}

async function subscribe() {
  const { key } = await get("/api/push/key");
  const listening = await listen(key).catch(() => {
    throw new Refusal("PUSH_SERVICE_AWAY");
  });
  subscription = (await post("/api/push/subscriptions", listening)).id;
  pushing.value = "on";
}

function stateOfThings() {
  const able = ability();
  return able === "possible" ? "off" : able;
}
