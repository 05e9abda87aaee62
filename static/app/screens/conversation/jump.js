import { loadBackTo } from "../../store/timeline.js";

const SHOWN_FOR = 2500;

/** Fetch what lies between, go there, and show which one it is. */
export async function jumpTo(id, seq) {
  const log = document.querySelector('.timeline [role="log"]');
  // What comes in on the way is no news.
  log.ariaLive = "off";
  await loadBackTo(id, seq);
  const message = await shown(seq);
  setTimeout(() => (log.ariaLive = "polite"), SHOWN_FOR);
  if (!message) return;
  message.scrollIntoView({ block: "center" });
  message.classList.add("is-found");
  setTimeout(() => message.classList.remove("is-found"), SHOWN_FOR);
}

/** Rendered in a moment: the store tells the screen, the screen draws. */
async function shown(seq) {
  for (let frames = 0; frames < 60; frames += 1) {
    const message = document.querySelector(`.timeline [data-seq="${seq}"]`);
    if (message) return message;
    await new Promise(requestAnimationFrame);
  }
  return null;
}
