import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { Refused } from "../../parts/refused.js";
import { shrink } from "../../parts/shrink.js";
import { useAction } from "../../parts/use-action.js";
import { changeFace, user } from "../../store/session.js";

const SIDE = 800;

/** One's picture, and a place to choose another. */
export function Face() {
  const person = user.value;
  const { run, busy, refusal } = useAction(async ({ file }) => changeFace(await shrink(file, SIDE)));
  const choose = ({ target }) => {
    const [file] = target.files;
    target.value = ""; // or the same one could not be tried again
    if (file) run({ file });
  };
  return html`
    <section class="card person-card">
      <${Avatar} name=${person.full_name} url=${person.profile_image_url} size=${64} />
      <div>
        <h2>${person.full_name}</h2>
        <p>${t(`role.${person.role}`)}</p>
        <label class="button button--quiet face" aria-busy=${busy}>
          <${Icon} name="camera" /> <span>${t("account.face")}</span>
          <input class="unseen" type="file" accept="image/*" disabled=${busy} onChange=${choose} />
        </label>
        <${Refused} refusal=${refusal} />
      </div>
    </section>
  `;
}
