import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { endOtherSessions, endSession, loadSessions } from "../../store/sessions.js";
import { say } from "../../store/toasts.js";

export default function Sessions() {
  const load = useLoad(loadSessions);
  const held = load.data ?? [];
  return html`
    <${Page} title=${t("sessions.title")} up="/account" narrow>
      <p class="lead-text">${t("sessions.text")}</p>
      <${Loaded} load=${load} rows=${2}>
        <ul class="results" aria-label=${t("sessions.title")}>
          ${held.map((one) => html`<${Session} key=${one.id} session=${one} onEnd=${load.reload} />`)}
        </ul>
        ${held.length > 1 ? html`<${Others} onEnd=${load.reload} />` : html`<p class="quiet">${t("sessions.only")}</p>`}
      <//>
    <//>
  `;
}

function Session({ session, onEnd }) {
  const { id, ip, is_current: current } = session;
  const name = nameOf(session.device);
  const { run, busy, refusal } = useAction(async () => {
    await endSession(id);
    onEnd();
  });
  return html`
    <li class="card session" data-testid="session">
      <h2><${Icon} name="device" size=${24} /> ${name}</h2>
      ${current && html`<p class="chip-state chip-state--good"><${Icon} name="check" size=${16} />${t("sessions.current")}</p>`}
      <p class="quiet">
        ${t("sessions.seen", { when: dayAndTime(session.last_seen_at) })}${ip ? ` · ${ip}` : ""}<br />
        ${t("sessions.since", { when: dayAndTime(session.created_at) })}
      </p>
      <${Refused} refusal=${refusal} />
      ${!current &&
      html`<${Button} kind="plain" busy=${busy} aria-label=${t("sessions.end_named", { name })} onClick=${() => run()}>${t("sessions.end")}<//>`}
    </li>
  `;
}

function Others({ onEnd }) {
  const { run, busy, refusal } = useAction(async () => {
    const count = await endOtherSessions();
    say(t("sessions.ended", { count }), { tone: "good" });
    onEnd();
  });
  return html`
    <${Refused} refusal=${refusal} />
    <${Button} kind="danger" icon="out" wide busy=${busy} onClick=${() => run()}>${t("sessions.end_others")}<//>
  `;
}

function nameOf({ browser, system }) {
  if (browser && system) return t("sessions.device", { browser, system });
  return browser ?? system ?? t("sessions.unknown");
}
