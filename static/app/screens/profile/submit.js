import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { mayBeSubmitted, missing, submitProfile } from "../../store/profile.js";
import { user } from "../../store/session.js";
import { ApprovalState } from "./approval.js";

/** Where the approval stands, what it still needs, and the button when nothing is missing. */
export function Submit({ held }) {
  const { run, busy, refusal } = useAction((_, key) => submitProfile(key));
  const gaps = missing(held, user.value);
  return html`
    <${ApprovalState} profile=${held} />
    ${mayBeSubmitted(held) &&
    html`
      <section class="card">
        <h2>${t("submit.title")}</h2>
        ${gaps.length > 0 && html`<p>${t("submit.missing")}</p>`}
        <ul class="checklist">
          ${["description", "zones", "availability", "services", "email", "phone"].map(
            (gap) => html`<${Step} key=${gap} name=${gap} done=${!gaps.includes(gap)} />`,
          )}
        </ul>
        <${Refused} refusal=${refusal} />
        <${Button} wide busy=${busy} disabled=${gaps.length > 0} onClick=${() => run()}>${t("submit.action")}<//>
      </section>
    `}
  `;
}

function Step({ name, done }) {
  const link = name === "phone" ? "/verify-phone" : name === "email" ? "/account" : null;
  const words = t(`submit.step.${name}`);
  return html`
    <li class=${done ? "is-done" : ""}>
      <${Icon} name=${done ? "check" : "dash"} size=${18} />
      ${!done && link ? html`<a href=${link}>${words}</a>` : words}
      <span class="unseen">${t(done ? "submit.done" : "submit.open")}</span>
    </li>
  `;
}
