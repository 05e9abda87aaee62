import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { mention } from "../../net/socket.js";
import { Icon } from "../../parts/icon.js";
import { shrink } from "../../parts/shrink.js";
import { useKept } from "../../parts/use-kept.js";
import { sayPhoto, sayText } from "../../store/sending.js";
import { More } from "./more.js";

const LONGEST = 5000;
const TYPING_EVERY = 3000;

export function Composer({ conversation }) {
  const { id } = conversation;
  return html`
    <div class="composer" data-testid="composer">
      <${More} conversation=${conversation} />
      <${Words} id=${id} />
    </div>
  `;
}

function Words({ id }) {
  const words = useKept(id, "");
  const area = useRef(null);
  const send = (event) => {
    event.preventDefault();
    const content = words.value.trim();
    if (!content) return;
    words.value = "";
    sayText(id, content);
    sayTyping(id, false);
    area.current.focus();
  };
  const type = (event) => {
    words.value = event.target.value;
    sayTyping(id, words.value !== "");
  };
  return html`
    <form onSubmit=${send}>
      <${Attach} id=${id} />
      <auto-grow length=${words.value.length}>
        <textarea
          ref=${area}
          rows="1"
          maxlength=${LONGEST}
          aria-label=${t("composer.label")}
          placeholder=${t("composer.placeholder")}
          value=${words.value}
          onInput=${type}
          onKeyDown=${(event) => sendsWithEnter(event) && send(event)}
        ></textarea>
      </auto-grow>
      <button class="composer__send" type="submit" aria-label=${t("composer.send")} disabled=${!words.value.trim()}>
        <${Icon} name="send" size=${22} />
      </button>
    </form>
  `;
}

function Attach({ id }) {
  const choose = (event) => {
    [...event.target.files].forEach(async (file) => sayPhoto(id, await shrink(file)));
    event.target.value = "";
  };
  return html`
    <label class="icon-button composer__attach">
      <${Icon} name="camera" size=${24} />
      <span class="unseen">${t("composer.attach")}</span>
      <input class="unseen" type="file" accept="image/*" multiple onChange=${choose} />
    </label>
  `;
}

let lastTyping = 0;

function sayTyping(id, on) {
  if (on && Date.now() - lastTyping < TYPING_EVERY) return;
  lastTyping = on ? Date.now() : 0;
  mention("typing", { conversation_id: id, on });
}

/** Enter sends where there is a keyboard with a Shift; on a phone it is a new line. */
function sendsWithEnter(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
}
