import { html } from "htm/preact";
import { useId } from "preact/hooks";
import { t, wordsFor } from "../i18n.js";
import { Refusal, upload } from "../net/api.js";
import { newKey } from "../net/keys.js";
import { Icon } from "./icon.js";
import { shrink } from "./shrink.js";

const LARGEST = { image: 5 * 2 ** 20, video: 50 * 2 ** 20, application: 10 * 2 ** 20 };

/**
 * Chosen pictures leave at once, while the rest of the form is filled in. `photos` is a signal of
 * `{key, preview, name, state: "sending" | "sent" | "refused", id, code}`.
 */
export function PhotoPicker({ label, purpose, photos, most = 10, accept = "image/*,video/mp4" }) {
  const id = useId();
  const choose = (event) => {
    const room = most - photos.value.length;
    [...event.target.files].slice(0, room).forEach((file) => start(photos, file, purpose));
    event.target.value = "";
  };
  return html`
    <div class="photos">
      ${photos.value.map((photo) => html`<${Chosen} key=${photo.key} photo=${photo} photos=${photos} purpose=${purpose} />`)}
      ${photos.value.length < most &&
      html`<label class="photos__add" for=${id}>
        <${Icon} name="camera" size=${24} /><span>${label}</span>
        <input class="unseen" id=${id} type="file" accept=${accept} multiple onChange=${choose} />
      </label>`}
    </div>
  `;
}

function Chosen({ photo, photos, purpose }) {
  const drop = () => (photos.value = photos.value.filter((one) => one.key !== photo.key));
  const again = () => send(photos, photo, purpose);
  return html`
    <figure class="photos__one photos__one--${photo.state}">
      <${Preview} photo=${photo} />
      <figcaption>
        ${photo.state === "sending" && html`<span class="unseen" role="status">${t("photos.sending")}</span>`}
        ${photo.state === "refused" && html`<span role="alert">${wordsFor(photo.code)}</span>`}
      </figcaption>
      ${photo.state === "refused" &&
      html`<button class="icon-button" type="button" aria-label=${t("action.retry")} onClick=${again}><${Icon} name="again" /></button>`}
      <button class="icon-button photos__drop" type="button" aria-label=${t("photos.drop")} onClick=${drop}>
        <${Icon} name="close" size=${16} />
      </button>
    </figure>
  `;
}

function Preview({ photo: { file, preview } }) {
  const kind = file.type.split("/")[0];
  if (kind === "video") return html`<video src=${preview} muted></video>`;
  if (kind === "application") return html`<p class="photos__file"><${Icon} name="file" size=${24} /> ${file.name}</p>`;
  return html`<img src=${preview} alt="" />`;
}

function start(photos, file, purpose) {
  const photo = { key: newKey(), file, preview: URL.createObjectURL(file), state: "sending", id: null, code: null };
  photos.value = [...photos.value, photo];
  send(photos, photo, purpose);
}

async function send(photos, photo, purpose) {
  change(photos, photo, { state: "sending", code: null });
  try {
    const file = await shrink(photo.file);
    const limit = LARGEST[file.type.split("/")[0]] ?? LARGEST.image;
    if (file.size > limit) throw new Refusal("FILE_TOO_LARGE", { status: 413 });
    const sent = await upload(file, purpose, { key: photo.key });
    change(photos, photo, { state: "sent", id: sent.id });
  } catch (refusal) {
    change(photos, photo, { state: "refused", code: refusal.code ?? "UNKNOWN" });
  }
}

function change(photos, photo, changes) {
  photos.value = photos.value.map((one) => (one.key === photo.key ? { ...one, ...changes } : one));
}
