import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Doorway } from "../../parts/doorway.js";
import { Field } from "../../parts/field.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go, homeOf } from "../../router.js";
import { signIn, user } from "../../store/session.js";

export default function SignIn({ query }) {
  const email = useSignal("");
  const password = useSignal("");
  const { run, busy, refusal } = useAction((body) => signIn(body));
  const signedIn = user.value;
  useEffect(() => {
    if (signedIn) go(safeNext(query.next) ?? homeOf(signedIn.role), { replace: true });
  }, [signedIn]);
  const submit = (event) => {
    event.preventDefault();
    run({ email: email.value.trim(), password: password.value });
  };
  return html`
    <${Doorway} title=${t("sign_in.title")} text=${query.next ? t("sign_in.first") : null}>
      <form class="form" onSubmit=${submit}>
        <${Field}
          label=${t("person.email")}
          type="email"
          autocomplete="username"
          inputmode="email"
          required
          value=${email.value}
          onInput=${(event) => (email.value = event.target.value)}
        />
        <${Field}
          label=${t("person.password")}
          type="password"
          autocomplete="current-password"
          required
          value=${password.value}
          onInput=${(event) => (password.value = event.target.value)}
        />
        <${Refused} refusal=${refusal} />
        <${Button} type="submit" wide busy=${busy}>${t("sign_in.action")}<//>
        <p class="form__foot"><a href="/forgot-password">${t("forgot.link")}</a></p>
        <p class="form__foot">${t("sign_in.new")} <a href="/sign-up">${t("sign_up.action")}</a></p>
      </form>
    <//>
  `;
}

/** Only a path of ours: what stands in an address may come from anyone. */
function safeNext(next) {
  return next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : null;
}
