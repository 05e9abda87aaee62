import { html } from "htm/preact";
import { Foot } from "../../parts/foot.js";
import { LanguageSwitch } from "../../parts/language.js";
import { user } from "../../store/session.js";

/** Who is signed in changes the language in their account. */
export function ReadingFoot() {
  return html`${!user.value && html`<${LanguageSwitch} />`}<${Foot} />`;
}
