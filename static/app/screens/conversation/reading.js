import { useEffect, useRef } from "preact/hooks";
import { ask, isLive } from "../../net/socket.js";
import { post } from "../../net/api.js";
import { apply } from "../../store/conversations.js";
import { user } from "../../store/session.js";

/** Tells the server how far was read, once per step, and only while someone is looking. */
export function useReading(conversation, timeline, atEnd) {
  const told = useRef(0);
  const { id } = conversation;
  useEffect(() => {
    const tell = () => {
      const seq = timeline.lastSeq;
      if (document.hidden || !atEnd.value || seq <= told.current || !conversation.unread_count) return;
      told.current = seq;
      markRead(id, seq).catch(() => (told.current = 0));
    };
    const stop = atEnd.subscribe(tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", tell);
    };
  }, [id, timeline.lastSeq, conversation.unread_count]);
}

async function markRead(id, seq) {
  if (isLive()) await ask("message:read", { conversation_id: id, seq });
  else await post(`/api/conversations/${id}/read`, { seq });
  apply({ type: "read", id, userId: user.value.id, seq, mine: true });
}
