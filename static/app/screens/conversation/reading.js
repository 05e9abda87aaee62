import { useEffect, useRef } from "preact/hooks";
import { markRead } from "../../store/deeds.js";

/** Tells the server how far was read, once per step, and only while someone is looking. */
export function Reading({ conversation, timeline, atEnd }) {
  const told = useRef(0);
  const { id } = conversation;
  useEffect(() => {
    const tell = () => {
      const seq = timeline.lastSeq;
      if (document.hidden || !atEnd.value || seq <= told.current || !conversation.unread_count) return;
      told.current = seq;
      markRead(id, seq);
    };
    const stop = atEnd.subscribe(tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", tell);
    };
  }, [id, timeline.lastSeq, conversation.unread_count]);
  return null;
}
