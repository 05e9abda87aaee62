import { html } from "htm/preact";
import { t } from "../i18n.js";
import { here } from "../router.js";
import { answerConsent, consent } from "../store/consent.js";
import { user } from "../store/session.js";
import { Button } from "./button.js";

/** Asks once, in a line that stands in nobody's way; no and yes are as large as each other. */
export function ConsentBar() {
  const { path, route } = here.value;
  if (consent.value !== "asked" || route?.immersive || path === "/legal/cookies") return null;
  return html`
    <section class="consent" aria-label=${t("consent.title")}>
      <p><strong>${t("consent.title")}</strong> ${t("consent.text")} <a href="/legal/cookies">${t("consent.more")}</a></p>
      <${Answers} />
    </section>
  `;
}

/** On the page about cookies, where the answer can be changed at any time. */
export function ConsentChoice() {
  const state = consent.value;
  return html`
    <section class="card">
      <h2>${t("consent.choice")}</h2>
      <p role="status">${t(`consent.is.${state}`)}</p>
      ${state !== "off" && html`<${Answers} />`}
    </section>
  `;
}

function Answers() {
  const answer = (granted) => () => answerConsent(granted, Boolean(user.value));
  return html`
    <div class="consent__answers">
      <${Button} kind="plain" onClick=${answer(false)}>${t("consent.no")}<//>
      <${Button} kind="plain" onClick=${answer(true)}>${t("consent.yes")}<//>
    </div>
  `;
}
