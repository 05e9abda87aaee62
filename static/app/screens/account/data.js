import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { askForData, closeAccount } from "../../store/own-data.js";
import { user } from "../../store/session.js";
import { say } from "../../store/toasts.js";

export default function OwnData() {
  const mayLeave = ["client", "worker"].includes(user.value?.role);
  return html`
    <${Page} title=${t("data.title")} up="/account" narrow>
      <${Download} />
      ${mayLeave && html`<${Leaving} />`}
      <p class="quiet">${t("data.rights")} <a href="/legal/privacy">${t("legal.privacy")}</a></p>
    <//>
  `;
}

function Download() {
  const made = useSignal(null);
  const { run, busy, refusal } = useAction(async (body, key) => (made.value = await askForData(key)));
  const { url, expires_at: until } = made.value ?? {};
  return html`
    <section class="card">
      <h2>${t("data.download")}</h2>
      <p>${t("data.download_text")}</p>
      <${Refused} refusal=${refusal} />
      ${url
        ? html`<a class="button button--main button--wide" href=${url} download><${Icon} name="download" /> <span>${t("data.fetch")}</span></a>
            <p class="quiet" role="status">${t("data.ready", { when: dayAndTime(until) })}</p>`
        : html`<${Button} icon="download" wide busy=${busy} onClick=${() => run()}>${t("data.prepare")}<//>`}
    </section>
  `;
}

function Leaving() {
  const asked = useSignal(false);
  return html`
    <section class="card">
      <h2>${t("data.leave")}</h2>
      <p>${t("data.leave_text")}</p>
      <${Button} kind="danger" icon="trash" wide onClick=${() => (asked.value = true)}>${t("data.leave_action")}<//>
      ${asked.value && html`<${LeaveDialog} onClose=${() => (asked.value = false)} />`}
    </section>
  `;
}

function LeaveDialog({ onClose }) {
  const sure = useSignal(false);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await closeAccount(key);
    say(t("data.left"));
    go("/", { replace: true });
  });
  return html`
    <${Dialog} title=${t("data.leave_action")} onClose=${onClose}>
      <p>${t("data.leave_text")}</p>
      <label class="chip">
        <input type="checkbox" checked=${sure.value} onChange=${(event) => (sure.value = event.target.checked)} />
        <span>${t("data.leave_sure")}</span>
      </label>
      <${Refused} refusal=${refusal} />
      <${Button} kind="danger" wide disabled=${!sure.value} busy=${busy} onClick=${() => run()}>${t("data.leave_now")}<//>
    <//>
  `;
}
