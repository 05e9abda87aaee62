import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { wordsFor } from "../../i18n.js";
import { here } from "../../router.js";
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
  const { path } = here.value;
  try {
    const { default: Wanted } = await DIALOGS[what]();
    // Who has gone on meanwhile is not asked about another conversation.
    if (here.value.path === path) asked.value = { Wanted, payment };
  } catch {
    say(wordsFor("OFFLINE"), { tone: "bad" });
  }
}

/** The dialog that a menu or a card asked for. It outlives the card: what it sends may change that under it. */
export function Asked({ conversation }) {
  useEffect(() => () => (asked.value = null), [conversation.id]);
  const one = asked.value;
  if (!one) return null;
  const { Wanted, payment } = one;
  // An answer that took its time closes its own dialog, not the one that was opened after it.
  const close = () => asked.value === one && (asked.value = null);
  const common = { role: user.value.role, name: shortName(conversation), conversation, onClose: close };
  return html`<${Wanted} payment=${payment} ...${common} />`;
}
