import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Field } from "../../parts/field.js";
import { strength } from "./strength.js";

/** A new password, with how strong it is in a word; it can be shown, for thumbs. */
export function PasswordField({ label, value, ...rest }) {
  const shown = useSignal(false);
  const level = strength(value);
  return html`
    <div class="password">
      <${Field}
        label=${label}
        type=${shown.value ? "text" : "password"}
        value=${value}
        minlength="8"
        hint=${value ? t(`password.strength_${level}`) : t("password.rule")}
        ...${rest}
      />
      <meter class="password__meter" min="0" max="3" low="2" high="3" optimum="3" value=${level} aria-hidden="true"></meter>
      <label class="password__show">
        <input type="checkbox" checked=${shown.value} onChange=${() => (shown.value = !shown.value)} />
        ${t("password.show")}
      </label>
    </div>
  `;
}
