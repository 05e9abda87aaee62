import { useSignal, useSignalEffect } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { stopwatch } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Recorder } from "../../parts/recorder.js";
import { sayFile } from "../../store/sending.js";
import { say } from "../../store/toasts.js";

const LONGEST = 120;
const A_TAP = 400;
const FAR_ENOUGH = 90;

/**
 * A voice being recorded, over the composer. `press` is the finger on the microphone: held, the recording is sent as
 * it leaves, or thrown away when it slides aside; after a tap two buttons say which.
 */
export default function Recording({ id, press, onEnd }) {
  const recorder = useSignal(null);
  const isHeld = useSignal(press.value.isDown);
  const isOver = useRef(false);
  const cancel = () => {
    isOver.current = true;
    recorder.value?.close();
    onEnd();
  };
  const send = async () => {
    if (isOver.current || !recorder.value) return;
    isOver.current = true;
    const { seconds, peaks } = recorder.value;
    const file = await recorder.value.finish();
    if (file) sayFile(id, file, { seconds: seconds.value, peaks });
    onEnd();
  };
  useEffect(() => {
    open(recorder, isOver).catch((error) => {
      say(t(error.name === "NotAllowedError" ? "voice.blocked" : "voice.no_microphone"), { tone: "bad" });
      onEnd();
    });
    return () => {
      isOver.current = true;
      recorder.value?.close();
    };
  }, []);
  useSignalEffect(() => {
    const { isDown, since, slid } = press.value;
    if (slid < -FAR_ENOUGH && isHeld.value) cancel();
    else if (!isDown && isHeld.value) {
      if (recorder.value && Date.now() - since > A_TAP) send();
      else isHeld.value = false;
    }
  });
  return html`<${Bar} recorder=${recorder.value} isHeld=${isHeld.value} cancel=${cancel} send=${send} />`;
}

async function open(recorder, isOver) {
  const opened = await Recorder.open(LONGEST);
  if (isOver.current) opened.close();
  else recorder.value = opened;
}

function Bar({ recorder, isHeld, cancel, send }) {
  const sending = useRef(null);
  useEffect(() => {
    if (!isHeld && recorder) sending.current.focus();
  }, [isHeld, recorder]);
  return html`
    <div class="recording" role="group" aria-label=${t("voice.recording")} onKeyDown=${(event) => event.key === "Escape" && cancel()}>
      <button class="icon-button" type="button" aria-label=${t("voice.cancel")} onClick=${cancel}><${Icon} name="trash" size=${24} /></button>
      <span class="recording__time">${stopwatch(recorder?.seconds.value ?? 0)}</span>
      <div class="recording__wave" aria-hidden="true">
        ${(recorder?.levels.value ?? []).map((level, place) => html`<i key=${place} style=${{ blockSize: `${Math.max(8, level * 100)}%` }}></i>`)}
      </div>
      ${recorder?.isFull.value && html`<span class="quiet" role="status">${t("voice.full")}</span>`}
      ${isHeld
        ? html`<span class="recording__hint">${t("voice.slide")}</span><span class="recording__held"><${Icon} name="microphone" size=${26} /></span>`
        : html`<button class="round composer__send" ref=${sending} type="button" aria-label=${t("voice.send")} disabled=${!recorder} onClick=${send}>
            <${Icon} name="send" size=${22} />
          </button>`}
    </div>
  `;
}
