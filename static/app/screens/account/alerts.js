import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { pushing, turnPushOff, turnPushOn } from "../../store/push.js";
import { allowMail, user } from "../../store/session.js";

const MAIL = "unread_messages";

/** What reaches somebody who isn't here: on this browser, and by mail. */
export function Alerts() {
  return html`
    <section class="card">
      <h2>${t("alerts.title")}</h2>
      <${OnThisBrowser} />
      <${ByMail} />
    </section>
  `;
}

function OnThisBrowser() {
  const state = pushing.value;
  const isOn = state === "on";
  const { run, busy, refusal } = useAction(() => (isOn ? turnPushOff() : turnPushOn(user.value.id)));
  const canBe = isOn || state === "off";
  return html`
    <p>${t(`alerts.${state}`)}</p>
    ${canBe &&
    html`<${Button} kind="plain" icon="bell" busy=${busy} onClick=${() => run()}>
      ${t(isOn ? "alerts.turn_off" : "alerts.turn_on")}
    <//>`}
    <${Refused} refusal=${refusal} />
  `;
}

function ByMail() {
  const wanted = !user.value.opted_out.includes(MAIL);
  const { run, busy, refusal } = useAction(({ allowed }) => allowMail(MAIL, allowed));
  const choose = (event) => run({ allowed: event.target.checked });
  return html`
    <div class="chips">
      <label class="chip">
        <input type="checkbox" checked=${wanted} disabled=${busy} onChange=${choose} />
        <span>${t("alerts.mail")}</span>
      </label>
    </div>
    <${Refused} refusal=${refusal} />
  `;
}
