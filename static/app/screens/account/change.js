import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { revise, user } from "../../store/session.js";
import { say } from "../../store/toasts.js";

const CONTROLS = {
  full_name: { autocomplete: "name", maxlength: "255" },
  email: { type: "email", autocomplete: "email", inputmode: "email", maxlength: "254" },
  phone: { type: "tel", autocomplete: "tel", inputmode: "tel", maxlength: "40", placeholder: "55 1234 5678" },
};

/** Another name counts at once; another address or phone wants the password first and its proof after. */
export default function Change({ what, onClose }) {
  const isName = what === "full_name";
  const value = useSignal(isName ? user.value.full_name : "");
  const password = useSignal("");
  const { run, busy, refusal } = useAction(async (body) => {
    const before = user.value;
    await revise(body);
    onClose();
    FOLLOWS[what](before);
  });
  const submit = (event) => {
    event.preventDefault();
    run({ [what]: value.value.trim(), ...(!isName && { password: password.value }) });
  };
  return html`
    <${Dialog} title=${t(`change.${what}`)} onClose=${onClose}>
      <form class="form" onSubmit=${submit}>
        <${Field}
          label=${t(isName ? "person.full_name" : `change.${what}_new`)}
          hint=${noteFor(what)}
          error=${fieldError(refusal, what)}
          value=${value.value}
          onInput=${(event) => (value.value = event.target.value)}
          required
          autofocus
          ...${CONTROLS[what]}
        />
        ${!isName && html`<${Password} value=${password} />`}
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy}>${t(isName ? "action.save" : `change.${what}_action`)}<//>
      </form>
    <//>
  `;
}

function Password({ value }) {
  return html`<${Field}
    label=${t("person.password")}
    type="password"
    autocomplete="current-password"
    value=${value.value}
    onInput=${(event) => (value.value = event.target.value)}
    required
  />`;
}

/** What happens next, and what stays as it is until then. */
function noteFor(what) {
  const { email, email_verified: proven, role } = user.value;
  if (what === "full_name") return t(role === "client" ? "change.full_name_client" : "change.full_name_note");
  if (what === "email" && !proven) return t("change.email_unproven");
  return t(`change.${what}_note`, { email });
}

const FOLLOWS = {
  full_name: () => say(t("change.full_name_done"), { tone: "good" }),
  email: (before) => {
    const address = user.value.new_email ?? user.value.email;
    if (address !== before.email) say(t("verify_email.sent_to", { email: address }), { tone: "good" });
  },
  phone: () => !user.value.phone_verified && go("/verify-phone"),
};
