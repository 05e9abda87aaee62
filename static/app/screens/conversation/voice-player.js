import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { stopwatch } from "../../format.js";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";

const SPEEDS = [1, 1.5, 2];

let speaking = null;

/** A voice: play, where in it, how fast. What plays elsewhere falls silent. */
export function VoicePlayer({ address, seconds }) {
  const audio = useRef(null);
  const state = useSignal({ playing: false, at: 0, length: 0, speed: 1, failed: false });
  const change = (facts) => (state.value = { ...state.value, ...facts });
  useEffect(() => () => audio.current?.pause(), []);
  const { playing, at, speed, failed } = state.value;
  const length = seconds || state.value.length;
  const toggle = () => {
    if (!audio.current.paused) return audio.current.pause();
    if (speaking !== audio.current) speaking?.pause();
    speaking = audio.current;
    audio.current.playbackRate = speed;
    return audio.current.play().catch(() => change({ failed: !audio.current.paused || audio.current.error !== null }));
  };
  const seek = (event) => {
    audio.current.currentTime = Number(event.target.value);
    change({ at: Number(event.target.value) });
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    audio.current.playbackRate = next;
    change({ speed: next });
  };
  return html`
    <div class="voice" role="group" aria-label=${t("message.type.voice")}>
      <audio
        ref=${audio}
        src=${address ?? undefined}
        preload="none"
        onPlay=${() => change({ playing: true, failed: false })}
        onPause=${() => change({ playing: false })}
        onEnded=${() => change({ playing: false, at: 0 })}
        onTimeUpdate=${() => change({ at: audio.current.currentTime })}
        onDurationChange=${() => Number.isFinite(audio.current.duration) && change({ length: audio.current.duration })}
      ></audio>
      <button class="voice__play" type="button" disabled=${!address} aria-label=${t(playing ? "voice.pause" : "voice.play")} onClick=${toggle}>
        <${Icon} name=${playing ? "pause" : "play"} size=${22} />
      </button>
      <input
        type="range"
        min="0"
        max=${length || 1}
        step="0.1"
        value=${Math.min(at, length || 1)}
        disabled=${!length || !address}
        aria-label=${t("voice.place")}
        aria-valuetext=${stopwatch(at)}
        onInput=${seek}
      />
      <span class="voice__time">${failed ? t("message.media_refused") : stopwatch(playing || at ? at : length)}</span>
      <button class="voice__speed" type="button" aria-label=${t("voice.speed", { speed })} onClick=${faster}>${speed}×</button>
    </div>
  `;
}
