import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { wordsFor } from "../../i18n.js";
import { user } from "../../store/session.js";
import { say } from "../../store/toasts.js";
import { shortName } from "../../store/words.js";

/** Each comes when it is asked for first: reading a conversation needs none of them. */
const DIALOGS = {
  request: () => import("./request-dialog.js"),
  complete: () => import("./complete-dialog.js"),
  report: () => import("./report-dialog.js"),
  find: () => import("./find-dialog.js"),
  flag: () => import("./flag-dialog.js"),
  quick: () => import("./quick-dialog.js"),
  settle: () => import("./settle-dialog.js"),
};

const asked = signal(null);

export async function open(what, payment = null) {
  try {
    asked.value = { Wanted: (await DIALOGS[what]()).default, payment };
  } catch {
    say(wordsFor("OFFLINE"), { tone: "bad" });
  }
}

/** The dialog that a menu or a card asked for. It outlives the card: what it sends may change that under it. */
export function Asked({ conversation }) {
  const close = () => (asked.value = null);
  useEffect(() => close, [conversation.id]);
  if (!asked.value) return null;
  const { Wanted, payment } = asked.value;
  const common = { role: user.value.role, name: shortName(conversation), conversation, onClose: close };
  return html`<${Wanted} payment=${payment} ...${common} />`;
}
