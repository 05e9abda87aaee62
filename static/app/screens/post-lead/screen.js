import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { post } from "../../net/api.js";
import { Button } from "../../parts/button.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { go } from "../../router.js";
import { loadCatalogue } from "../../store/catalogue.js";
import { say } from "../../store/toasts.js";
import { clearTray, tray } from "../../store/tray.js";
import { VerificationNote } from "../verify/pending.js";
import { bodyOf, keys, missingIn, useRequestDraft } from "./draft.js";
import { StepDetails } from "./step-details.js";
import { StepPeople } from "./step-people.js";
import { StepPlace } from "./step-place.js";
import { StepWhat } from "./step-what.js";

const STEPS = [
  { name: "what", Step: StepWhat },
  { name: "details", Step: StepDetails },
  { name: "place", Step: StepPlace },
  { name: "people", Step: StepPeople },
];

export default function NewRequest({ query }) {
  const catalogue = useLoad(loadCatalogue);
  return html`
    <${Page} title=${t("new_request.title")} up="/requests" narrow>
      <${VerificationNote} />
      <${Loaded} load=${catalogue} rows=${3}><${Steps} query=${query} /><//>
    <//>
  `;
}

function Steps({ query }) {
  const draft = useRequestDraft(query);
  const { step } = draft.value;
  const { name, Step } = STEPS[step];
  const heading = useRef(null);
  const sending = useAction((body, key, isHere) => send(body, key, { draft, isHere }), keys);
  useEffect(() => heading.current?.focus(), [step]);
  const move = (to) => (draft.value = { ...draft.value, step: to });
  const missing = missingIn(draft.value, name, tray.value);
  const next = (event) => {
    event.preventDefault();
    if (missing) return;
    if (step < STEPS.length - 1) move(step + 1);
    else sending.run(bodyOf(draft.value, tray.value));
  };
  return html`
    <form class="form steps" onSubmit=${next}>
      <p class="steps__count">${t("new_request.step", { number: step + 1, of: STEPS.length })}</p>
      <progress class="steps__bar" max=${STEPS.length} value=${step + 1} aria-hidden="true"></progress>
      <h2 tabindex="-1" ref=${heading}>${t(`new_request.${name}`)}</h2>
      <${Step} draft=${draft} refusal=${sending.refusal} />
      <${Refused} refusal=${sending.refusal} />
      <div class="steps__buttons">
        ${step > 0 && html`<${Button} kind="plain" onClick=${() => move(step - 1)}>${t("action.back")}<//>`}
        <${Button} type="submit" busy=${sending.busy} disabled=${Boolean(missing)}>
          ${step < STEPS.length - 1 ? t("action.continue") : t("new_request.send", { count: tray.value.length })}
        <//>
      </div>
      ${missing && html`<p class="field__hint">${t(`new_request.missing.${missing}`)}</p>`}
    </form>
  `;
}

async function send(body, key, { draft, isHere }) {
  const lead = await post("/api/leads", body, { key });
  draft.forget();
  clearTray();
  const address = `/requests/${lead.id ?? lead.lead?.id}`;
  say(t("new_request.sent"), { tone: "good", link: isHere() ? null : address });
  if (isHere()) go(address, { replace: true });
}
