import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, Field } from "../../parts/field.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { useAction } from "../../parts/use-action.js";
import { flag, LONGEST_RESPONSE, REASONS, respond } from "../../store/reviews.js";

/** The professional's one word under a review. */
export function Respond({ review, onDone }) {
  const words = useSignal("");
  const { run, busy, refusal } = useAction(async (body, key) => {
    await respond(review.id, body.words, key);
    onDone();
  });
  const submit = (event) => {
    event.preventDefault();
    run({ words: words.value.trim() });
  };
  return html`
    <form class="form" onSubmit=${submit}>
      <${Field}
        area
        label=${t("reviews.respond")}
        hint=${t("reviews.respond_hint")}
        maxlength=${LONGEST_RESPONSE}
        value=${words.value}
        onInput=${(event) => (words.value = event.target.value)}
        error=${fieldError(refusal, "worker_response")}
      />
      <${Refused} refusal=${refusal} />
      <${Button} type="submit" kind="plain" busy=${busy} disabled=${!words.value.trim()}>${t("reviews.respond_action")}<//>
    </form>
  `;
}

export function FlagDialog({ review, onClose }) {
  const form = useSignal({ reason: REASONS[0], description: "" });
  const sent = useSignal(false);
  const { run, busy, refusal } = useAction(async (body, key) => {
    await flag(review.id, body, key);
    sent.value = true;
  });
  const change = (name) => (value) => (form.value = { ...form.value, [name]: value });
  const body = () => (form.value.description.trim() ? { ...form.value, description: form.value.description.trim() } : { reason: form.value.reason });
  const options = REASONS.map((value) => ({ value, text: t(`reviews.reason.${value}`) }));
  return html`
    <${Dialog} title=${t("reviews.report")} onClose=${onClose}>
      ${sent.value
        ? html`<p role="status">${t("reviews.reported")}</p>`
        : html`
            <${Choice} legend=${t("reviews.report_why")} name="reason" value=${form.value.reason} options=${options} onChange=${change("reason")} />
            <${Field} area label=${t("reviews.report_more")} maxlength="1000" value=${form.value.description} onInput=${(event) => change("description")(event.target.value)} />
            <${Refused} refusal=${refusal} />
            <${Button} wide busy=${busy} onClick=${() => run(body())}>${t("reviews.report_send")}<//>
          `}
    <//>
  `;
}
