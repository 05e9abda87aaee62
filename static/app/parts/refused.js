import { html } from "htm/preact";
import { knows, t, wordsFor } from "../i18n.js";
import { Icon } from "./icon.js";

/** Why a command did not happen, next to the button that sent it. */
export function Refused({ refusal, children = null }) {
  if (!refusal) return null;
  return html`
    <div class="refused" role="alert">
      <${Icon} name="warning" />
      <p>${wordsFor(refusal.code ?? "UNKNOWN")} ${children}</p>
    </div>
  `;
}

/** What the server says about one field, if it names fields: `{fields: {name: code}}`, or the one it stumbled over. */
export function fieldError(refusal, field) {
  const details = refusal?.details ?? {};
  const code = details.fields?.[field] ?? (details.field === field ? refusal.code : null);
  if (!code) return null;
  return knows(`error.${code}`) ? t(`error.${code}`) : t("error.field");
}
