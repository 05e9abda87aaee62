import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Choice, Field } from "../../parts/field.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { Stars } from "../../parts/stars.js";
import { Chart } from "../numbers/chart.js";

const KINDS = ["main", "plain", "quiet", "danger"];
const TONES = ["good", "wait", "none"];

export function Components({ theme }) {
  const side = useSignal("client");
  return html`
    <h3>${t("design.buttons")}</h3>
    <div class="design__line">
      ${KINDS.map((kind) => html`<${Button} key=${kind} kind=${kind} icon="check">${kind}<//>`)}
      <${Button} busy>busy<//>
      <${Button} disabled>disabled<//>
    </div>
    <h3>${t("design.fields")}</h3>
    <${Field} label=${t("person.email")} type="email" hint=${t("person.phone_hint")} placeholder="maria@example.com" />
    <${Field} label=${t("person.full_name")} error=${t("error.field")} value="—" />
    <${Choice}
      legend=${t("sign_up.role")}
      name="design-${theme}"
      value=${side.value}
      onChange=${(value) => (side.value = value)}
      options=${["client", "worker"].map((value) => ({ value, text: t(`sign_up.role.${value}`), note: t(`sign_up.role.${value}_note`) }))}
    />
    <h3>${t("design.pieces")}</h3>
    <div class="design__line">
      ${["María Hernández", "Juan Pérez", "Ana Ruiz"].map((name) => html`<${Avatar} key=${name} name=${name} />`)}
      ${TONES.map((tone) => html`<span key=${tone} class="chip-state chip-state--${tone}"><${Icon} name="clock" size=${16} />${tone}</span>`)}
      <b class="count">3</b>
      <${Stars} value=${4} />
    </div>
    <p class="note"><${Icon} name="gift" /> <span>${t("welcome.promise.protected_text")}</span></p>
    <p class="note note--amber"><${Icon} name="warning" /> <span>${t("verification.title")}</span></p>
    <${Chart} title=${t("numbers.earned")} figure="$1,030" values=${[1, 4, 2, 0, 6, 3]} />
  `;
}
