import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n.js";
import { Foot } from "../../parts/foot.js";
import { Icon } from "../../parts/icon.js";
import { LanguageSwitch } from "../../parts/language.js";
import { go, homeOf } from "../../router.js";
import { user } from "../../store/session.js";

const MARK = new URL("../../../images/mark.svg", import.meta.url).pathname;
const PICTURE = new URL("../../../images/illustrations/welcome.svg", import.meta.url).pathname;

const PROMISES = [
  { icon: "badge", key: "reviewed" },
  { icon: "shield", key: "protected" },
  { icon: "chat", key: "conversation" },
];

export default function Welcome() {
  const home = user.value ? homeOf(user.value.role) : null;
  useEffect(() => {
    document.title = "TrustMe";
    if (home) go(home, { replace: true });
  }, [home]);
  return html`
    <main class="welcome">
      <header class="doorway__head">
        <span class="doorway__brand"><img src=${MARK} alt="" width="36" height="36" /> TrustMe</span>
        <${LanguageSwitch} />
      </header>
      <section class="welcome__hero">
        <img class="welcome__picture" src=${PICTURE} alt="" width="400" height="300" />
        <h1>${t("welcome.title")}</h1>
        <p>${t("welcome.text")}</p>
        <div class="welcome__doors">
          <a class="button button--main button--wide" href="/sign-up?role=client">${t("welcome.client")}</a>
          <a class="button button--plain button--wide" href="/sign-up?role=worker">${t("welcome.worker")}</a>
        </div>
        <p class="welcome__in">${t("welcome.known")} <a href="/sign-in">${t("sign_in.action")}</a></p>
      </section>
      <ul class="welcome__promises">
        ${PROMISES.map(
          ({ icon, key }) => html`
            <li key=${key}>
              <${Icon} name=${icon} size=${24} />
              <div><strong>${t(`welcome.promise.${key}`)}</strong><p>${t(`welcome.promise.${key}_text`)}</p></div>
            </li>
          `,
        )}
      </ul>
      <${Foot} />
    </main>
  `;
}
