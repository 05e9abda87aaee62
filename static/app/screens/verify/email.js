import { html } from "htm/preact";
import { t, wordsFor } from "../../i18n.js";
import { homeOf } from "../../router.js";
import { post } from "../../net/api.js";
import { Doorway } from "../../parts/doorway.js";
import { Icon } from "../../parts/icon.js";
import { Skeleton } from "../../parts/states.js";
import { useLoad } from "../../parts/use-load.js";
import { refreshUser, user } from "../../store/session.js";

export default function VerifyEmail({ query }) {
  const load = useLoad(() => verify(query.token ?? ""), [query.token]);
  if (load.state === "loading") return html`<${Doorway} title=${t("verify_email.title")}><${Skeleton} rows=${1} /><//>`;
  const person = user.value;
  const next = nextStep(person);
  if (load.state === "failed" && !isProven(person, load.code)) {
    return html`
      <${Doorway} title=${t("verify_email.failed")} text=${wordsFor(load.code)}>
        <a class="button button--main button--wide" href="/account">${t("verify_email.again")}</a>
      <//>
    `;
  }
  return html`
    <${Doorway} title=${t("verify_email.done")} text=${t("verify_email.done_text")}>
      <p class="doorway__seal"><${Icon} name="check" size=${32} /></p>
      <a class="button button--main button--wide" href=${next.path}>${next.text}</a>
    <//>
  `;
}

async function verify(token) {
  await post("/api/auth/verify-email", { token });
  if (user.value) await refreshUser();
}

/** A link followed twice has done what it should; one that leads nowhere says nothing of an address proven before. */
function isProven(person, code) {
  return person?.email_verified && !person.new_email && code !== "TOKEN_INVALID";
}

function nextStep(person) {
  if (!person) return { path: "/sign-in", text: t("sign_in.action") };
  if (!person.phone_verified) return { path: "/verify-phone", text: t("verify_phone.title") };
  return { path: homeOf(person.role), text: t("action.continue") };
}
