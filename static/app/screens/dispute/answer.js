import { html } from "htm/preact";
import { dayAndTime } from "../../format.js";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { forgetKept, useKept } from "../../parts/use-kept.js";
import { answer, LONGEST } from "../../store/disputes.js";

/** The other side of it, said once. */
export function Answer({ dispute, isMine, name, onDone }) {
  const isOpen = dispute.status !== "resolved";
  const title = isMine ? t("dispute.answer.theirs", { name }) : t("dispute.answer.mine");
  return html`
    <section class="card" data-testid="dispute-answer">
      <h2>${title}</h2>
      ${dispute.answer && html`<p class="said">${dispute.answer}</p><p class="quiet">${dayAndTime(dispute.answered_at)}</p>`}
      ${!dispute.answer && !isMine && isOpen && html`<${AnswerForm} dispute=${dispute} onDone=${onDone} />`}
      ${!dispute.answer && (isMine || !isOpen) && html`<p class="quiet">${t(isOpen ? "dispute.answer.none_yet" : "dispute.answer.none")}</p>`}
    </section>
  `;
}

function AnswerForm({ dispute, onDone }) {
  const draft = `answer-${dispute.id}`;
  const words = useKept(draft, "");
  const { run, busy, refusal } = useAction(async (body, key) => {
    await answer(dispute.id, body.text, key);
    forgetKept(draft);
    onDone();
  });
  const submit = (event) => {
    event.preventDefault();
    run({ text: words.value.trim() });
  };
  return html`
    <form class="form" onSubmit=${submit}>
      <${Field}
        area
        label=${t("dispute.answer.label")}
        hint=${t("dispute.answer.hint")}
        maxlength=${LONGEST}
        value=${words.value}
        onInput=${(event) => (words.value = event.target.value)}
        error=${fieldError(refusal, "text")}
      />
      <${Refused} refusal=${refusal} />
      <${Button} type="submit" wide busy=${busy} disabled=${!words.value.trim()}>${t("dispute.answer.send")}<//>
    </form>
  `;
}
