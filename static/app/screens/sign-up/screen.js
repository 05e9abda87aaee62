import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Doorway } from "../../parts/doorway.js";
import { Choice, Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { signUp } from "../../store/session.js";
import { PasswordField } from "./password.js";

export default function SignUp({ query }) {
  const person = useSignal({ full_name: "", email: "", phone: "", password: "" });
  const role = useSignal(query.role === "worker" ? "worker" : "client");
  const { run, busy, refusal } = useAction(async (body, key) => {
    await signUp(body, key);
    go("/verify-phone", { replace: true });
  });
  const change = (event) => (person.value = { ...person.value, [event.target.name]: event.target.value });
  const submit = (event) => {
    event.preventDefault();
    run({ ...person.value, role: role.value });
  };
  return html`
    <${Doorway} title=${t("sign_up.title")} text=${t("sign_up.text")}>
      <form class="form" onSubmit=${submit}>
        <${Choice}
          legend=${t("sign_up.role")}
          name="role"
          value=${role.value}
          onChange=${(value) => (role.value = value)}
          options=${["client", "worker"].map((value) => ({
            value,
            text: t(`sign_up.role.${value}`),
            note: t(`sign_up.role.${value}_note`),
          }))}
        />
        <${PersonFields} person=${person.value} onInput=${change} refusal=${refusal} />
        <${Refused} refusal=${refusal} />
        <p class="quiet">
          ${t("sign_up.accept")} <a href="/legal/terms">${t("legal.terms")}</a> ${t("sign_up.accept_and")}${" "}
          <a href="/legal/privacy">${t("legal.privacy")}</a>.
        </p>
        <${Button} type="submit" wide busy=${busy}>${t("sign_up.action")}<//>
        <p class="form__foot">${t("welcome.known")} <a href="/sign-in">${t("sign_in.action")}</a></p>
      </form>
    <//>
  `;
}

function PersonFields({ person, onInput, refusal }) {
  const common = (name) => ({ name, value: person[name], onInput, required: true, error: fieldError(refusal, name) });
  return html`
    <${Field} label=${t("person.full_name")} autocomplete="name" maxlength="255" ...${common("full_name")} />
    <${Field} label=${t("person.email")} type="email" autocomplete="email" inputmode="email" ...${common("email")} />
    <${Field}
      label=${t("person.phone")}
      type="tel"
      autocomplete="tel"
      inputmode="tel"
      placeholder="55 1234 5678"
      hint=${t("person.phone_hint")}
      ...${common("phone")}
    />
    <${PasswordField} label=${t("person.password")} autocomplete="new-password" ...${common("password")} />
  `;
}
