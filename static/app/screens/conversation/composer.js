import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { t, wordsFor } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Later } from "../../parts/states.js";

const LONGEST = 5000;
const TYPING_EVERY = 3000;
const A_DOUBLE_TAP = 600;
const BESIDE = () => import("./beside.js");
const RECORDING = () => import("./recording.js");

const canRecord = Boolean(globalThis.MediaRecorder && globalThis.navigator?.mediaDevices);

export function Composer({ conversation }) {
  const { id } = conversation;
  return html`
    <div class="composer" data-testid="composer">
      <${Later} load=${BESIDE} part="More" conversation=${conversation} waiting=${html`<span class="icon-button"></span>`} />
      <${Words} id=${id} />
    </div>
  `;
}

function Words({ id }) {
  const words = useSignal("");
  const area = useRef(null);
  const sentAt = useRef(0);
  const send = (event) => {
    event.preventDefault();
    const content = words.value.trim();
    if (!content) return;
    words.value = "";
    sentAt.current = Date.now();
    say(id, content, words);
    sayTyping(id, false);
    area.current.focus();
  };
  const type = (event) => sayTyping(id, (words.value = event.target.value) !== "");
  return html`
    <form onSubmit=${send}>
      <${Later} load=${BESIDE} part="Draft" id=${id} words=${words} />
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
      ${canRecord && !words.value.trim()
        ? html`<${Microphone} id=${id} sentAt=${sentAt} />`
        : html`<button class="round composer__send" type="submit" aria-label=${t("composer.send")} disabled=${!words.value.trim()}>
            <${Icon} name="send" size=${22} />
          </button>`}
    </form>
  `;
}

function Attach({ id }) {
  const choose = async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    try {
      const { attach } = await import("./attach.js");
      files.forEach((file) => attach(id, file));
    } catch {
      const { say: tell } = await import("../../store/toasts.js");
      tell(wordsFor("OFFLINE"), { tone: "bad" });
    }
  };
  return html`
    <label class="icon-button composer__attach">
      <${Icon} name="camera" size=${24} />
      <span class="unseen">${t("composer.attach")}</span>
      <input class="unseen" type="file" accept="image/*,video/*" multiple onChange=${choose} />
    </label>
  `;
}

/**
 * Held, it records until the finger leaves; tapped, until one of two buttons is. It stands where the words were sent
 * from: the second half of a double tap on that is not meant for it.
 */
function Microphone({ id, sentAt }) {
  const press = useSignal(null);
  const start = (event) => {
    if (press.value || event.button > 0 || Date.now() - sentAt.current < A_DOUBLE_TAP) return;
    const isDown = event.type === "pointerdown";
    press.value = { isDown, since: Date.now(), slid: 0 };
    if (isDown) follow(press, event.clientX);
  };
  const isByKey = (event) => event.detail === 0;
  return html`
    <button
      class="round composer__send composer__microphone"
      type="button"
      aria-label=${t("voice.record")}
      onPointerDown=${start}
      onClick=${(event) => isByKey(event) && start(event)}
      onContextMenu=${(event) => event.preventDefault()}
    >
      <${Icon} name="microphone" size=${22} />
    </button>
    ${press.value && html`<${Later} load=${RECORDING} id=${id} press=${press} onEnd=${() => (press.value = null)} />`}
  `;
}

/** Where the finger goes from here on, until it leaves the glass. */
function follow(press, from) {
  const listening = new AbortController();
  const change = (facts) => press.value && (press.value = { ...press.value, ...facts });
  const leave = () => {
    listening.abort();
    change({ isDown: false });
  };
  const options = { signal: listening.signal };
  addEventListener("pointermove", (event) => change({ slid: event.clientX - from }), options);
  addEventListener("pointerup", leave, options);
  addEventListener("pointercancel", leave, options);
}

/** What sends comes beside; where it could not, the words stay. */
async function say(id, content, words) {
  try {
    const { sayText } = await import("../../store/sending.js");
    await sayText(id, content);
  } catch {
    words.value = content + words.value;
  }
}

let lastTyping = 0;

async function sayTyping(id, on) {
  if (on && Date.now() - lastTyping < TYPING_EVERY) return;
  lastTyping = on ? Date.now() : 0;
  const { mention } = await import("../../net/socket.js");
  mention("typing", { conversation_id: id, on });
}

/** Enter sends where there is a keyboard with a Shift; on a phone it is a new line. */
function sendsWithEnter(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
}
