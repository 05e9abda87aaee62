import { useEffect, useRef } from "preact/hooks";

/**
 * Asks again, without going blank, when `head` says that something happened, and when somebody comes back to the page:
 * what is done elsewhere (a link in a mail) tells nobody here.
 */
export function useFresh(load, head) {
  const held = useRef(head);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (held.current === head) return;
    held.current = head;
    latest.current.reload();
  }, [head]);
  useEffect(() => {
    const look = () => document.hidden || latest.current.reload();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
}
