import { signal } from "@preact/signals-core";

const TYPING_FADES = 6000;

/**
 * Who is connected, and who is writing where: `{online: Set<user id>, typing: {conversation: {user: until}}}`.
 * @type {Held<{online: Set<string>, typing: Record<string, Record<string, number>>}>}
 */
export const presence = signal({ online: new Set(), typing: {} });

/** @param {PresenceEvent} event */
export function apply(event) {
  presence.value = reduce(presence.value, event);
  // Nobody looks at the clock for it: when a sign has faded, it is looked at again.
  if (event.type === "typing" && event.on) setTimeout(() => (presence.value = { ...presence.value }), TYPING_FADES + 100);
}

export function forgetPresence() {
  apply({ type: "reset" });
}

/** @param {PresenceState} state @param {PresenceEvent} event @returns {PresenceState} */
export function reduce(state, event) {
  switch (event.type) {
    case "presence":
      return { ...state, online: withMember(state.online, event.userId, event.online) };
    case "typing":
      return { ...state, typing: withTyping(state.typing, event) };
    case "reset":
      return { online: new Set(), typing: {} };
    default:
      return state;
  }
}

/** @param {PresenceState} state @param {string} conversationId @param {number} instant */
export function isTyping(state, conversationId, instant) {
  return Object.values(state.typing[conversationId] ?? {}).some((until) => until > instant);
}

/** @param {Set<string>} set @param {string} id @param {boolean} present */
function withMember(set, id, present) {
  const next = new Set(set);
  if (present) next.add(id);
  else next.delete(id);
  return next;
}

/**
 * A lost "stopped" frame must not leave someone writing for ever: each sign fades by itself.
 * @param {PresenceState["typing"]} typing @param {Extract<PresenceEvent, {type: "typing"}>} given
 */
function withTyping(typing, { conversationId, userId, on, at }) {
  const people = { ...typing[conversationId], [userId]: on ? at + TYPING_FADES : 0 };
  return { ...typing, [conversationId]: people };
}
