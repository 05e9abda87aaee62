import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Choice, Field } from "../../parts/field.js";
import { PhotoPicker } from "../../parts/photo-picker.js";
import { fieldError, Refused } from "../../parts/refused.js";
import { StarField } from "../../parts/stars.js";
import { useAction } from "../../parts/use-action.js";
import { go } from "../../router.js";
import { bodyOf, leaveReview, lengthOf, missingIn, publicName, SUB_RATINGS, TEXT, TITLE } from "../../store/reviews.js";
import { user } from "../../store/session.js";
import { useReviewDraft } from "./draft.js";

export function ReviewForm({ payment }) {
  const draft = useReviewDraft(payment.id);
  const photos = useSignal([]);
  const { run, busy, refusal } = useAction(async (body, key, isHere) => {
    await leaveReview(body, key);
    draft.forget();
    if (isHere()) go(`/conversations/${payment.conversation_id}`, { replace: true });
  });
  const form = draft.value;
  const change = (name) => (value) => (draft.value = { ...draft.value, [name]: value });
  const gaps = missingIn(form, photos.value);
  const submit = (event) => {
    event.preventDefault();
    if (!gaps.length) run(bodyOf(form, payment.id, photos.value));
  };
  return html`
    <form class="form" onSubmit=${submit}>
      <${StarField} legend=${t("review.overall")} name="overall" value=${form.overall} onChange=${change("overall")} />
      <${Words} form=${form} change=${change} refusal=${refusal} />
      <${YesNo} name="recommend" legend=${t("review.recommend")} value=${form.recommend} onChange=${change("recommend")} />
      <${YesNo} name="again" legend=${t("review.again")} value=${form.again} onChange=${change("again")} />
      <${Details} form=${form} change=${change} />
      <${PhotoPicker} label=${t("review.photos")} purpose="review" accept="image/*" photos=${photos} />
      <${Signature} value=${form.anonymous} onChange=${change("anonymous")} />
      <p class="field__hint">${t("review.for_good")}</p>
      <${Refused} refusal=${refusal} />
      ${gaps.length > 0 && html`<p class="quiet" role="status">${t(`review.missing.${gaps[0]}`)}</p>`}
      <${Button} type="submit" wide busy=${busy} disabled=${gaps.length > 0}>${t("review.publish")}<//>
    </form>
  `;
}

function Words({ form, change, refusal }) {
  const typed = (name) => (event) => change(name)(event.target.value);
  const count = (name, { most }) => t("review.length", { count: lengthOf(form[name]), most });
  return html`
    <${Field}
      label=${t("review.headline")}
      hint=${`${t("review.headline_hint")} ${count("title", TITLE)}`}
      maxlength=${TITLE.most}
      value=${form.title}
      onInput=${typed("title")}
      error=${fieldError(refusal, "title")}
    />
    <${Field}
      area
      label=${t("review.text")}
      hint=${`${t("review.text_hint")} ${count("description", TEXT)}`}
      maxlength=${TEXT.most}
      value=${form.description}
      onInput=${typed("description")}
      error=${fieldError(refusal, "description")}
    />
  `;
}

function YesNo({ legend, name, value, onChange }) {
  const options = ["yes", "no"].map((answer) => ({ value: answer, text: t(`review.${answer}`) }));
  return html`<${Choice} compact legend=${legend} name=${name} value=${value} options=${options} onChange=${onChange} />`;
}

function Details({ form, change }) {
  return html`
    <details class="fold">
      <summary>${t("review.details")}</summary>
      ${SUB_RATINGS.map(
        (name) => html`<${StarField} key=${name} legend=${t(`review.rating.${name}`)} name=${name} size=${24} value=${form[name]} onChange=${change(name)} />`,
      )}
    </details>
  `;
}

function Signature({ value, onChange }) {
  const options = [
    { value: "no", text: t("review.sign", { name: publicName(user.value.full_name) }) },
    { value: "yes", text: t("review.anonymous"), note: t("review.anonymous_note") },
  ];
  return html`<${Choice} legend=${t("review.signature")} name="anonymous" value=${value} options=${options} onChange=${onChange} />`;
}
