import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { user } from "../../store/session.js";
import { shortName } from "../inbox/facts.js";
import { CompleteDialog } from "./complete-dialog.js";
import { ReportDialog } from "./report-dialog.js";
import { RequestDialog } from "./request-dialog.js";
import { SettleDialog } from "./settle-dialog.js";

const DIALOGS = { request: RequestDialog, complete: CompleteDialog, report: ReportDialog, settle: SettleDialog };

const asked = signal(null);

export function open(what, payment = null) {
  asked.value = { what, payment };
}

/** The dialog that a menu or a card asked for. It outlives the card: what it sends may change that under it. */
export function Asked({ conversation }) {
  const close = () => (asked.value = null);
  useEffect(() => close, [conversation.id]);
  const Wanted = DIALOGS[asked.value?.what];
  if (!Wanted) return null;
  const common = { role: user.value.role, name: shortName(conversation), conversation, onClose: close };
  return html`<${Wanted} payment=${asked.value.payment} ...${common} />`;
}
