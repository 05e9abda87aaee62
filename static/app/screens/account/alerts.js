import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { pushing, turnPushOff, turnPushOn } from "../../store/push.js";
import { allowMail, user } from "../../store/session.js";
import { allowSound, sounding } from "../../store/sound.js";

/** What each side may leave out; the rest is about money or rights, or is asked for. */
const MAILS = {
  client: ["unread_messages", "lead_purchased"],
  worker: ["unread_messages", "lead_refunded", "low_balance", "budget_reset", "review_received"],
};

/** What reaches somebody who isn't here: on this browser, and by mail. */
export function Alerts() {
  return html`
    <section class="card">
      <h2>${t("alerts.title")}</h2>
      <${OnThisBrowser} />
      ${user.value.role === "worker" && html`<${Aloud} />`}
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

function Aloud() {
  return html`
    <div class="chips__options">
      <label class="chip">
        <input type="checkbox" checked=${sounding.value} onChange=${(event) => allowSound(event.target.checked)} />
        <span>${t("alerts.sound")}</span>
      </label>
    </div>
  `;
}

function ByMail() {
  const mails = MAILS[user.value.role];
  // one after the other: each change sends the whole list
  const { run, busy, refusal } = useAction(({ kind, allowed }) => allowMail(kind, allowed));
  if (!mails) return null;
  return html`
    <fieldset class="chips">
      <legend>${t("alerts.mails")}</legend>
      <div class="chips__options">${mails.map((kind) => html`<${OneMail} key=${kind} kind=${kind} busy=${busy} change=${run} />`)}</div>
    </fieldset>
    <${Refused} refusal=${refusal} />
    <p class="quiet">${t("alerts.mails_always")}</p>
  `;
}

function OneMail({ kind, busy, change }) {
  return html`
    <label class="chip">
      <input
        type="checkbox"
        checked=${!user.value.opted_out.includes(kind)}
        disabled=${busy}
        onChange=${(event) => change({ kind, allowed: event.target.checked })}
      />
      <span>${t(`alerts.mail.${kind}`)}</span>
    </label>
  `;
}
