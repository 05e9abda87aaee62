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
  const { audio, state, heard, toggle, seek, faster } = usePlayer();
  const { playing, at, speed, failed } = state;
  const length = seconds || state.length;
  return html`
    <div class="voice" role="group" aria-label=${t("message.type.voice")}>
      <audio ref=${audio} src=${address ?? undefined} preload="none" ...${heard}></audio>
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
        onInput=${(event) => seek(Number(event.target.value))}
      />
      <span class="voice__time">${failed ? t("message.media_refused") : stopwatch(playing || at ? at : length)}</span>
      <button class="voice__speed" type="button" aria-label=${t("voice.speed", { speed })} onClick=${faster}>${speed}×</button>
    </div>
  `;
}

function usePlayer() {
  const audio = useRef(null);
  const state = useSignal({ playing: false, at: 0, length: 0, speed: 1, failed: false });
  const change = (facts) => (state.value = { ...state.value, ...facts });
  useEffect(() => () => audio.current?.pause(), []);
  return {
    audio,
    state: state.value,
    heard: {
      onPlay: () => change({ playing: true, failed: false }),
      onPause: () => change({ playing: false }),
      onEnded: () => change({ playing: false, at: 0 }),
      onError: () => change({ playing: false, failed: true }),
      onTimeUpdate: ({ target }) => change({ at: target.currentTime }),
      onDurationChange: ({ target }) => Number.isFinite(target.duration) && change({ length: target.duration }),
    },
    toggle: () => (audio.current.paused ? play(audio.current, state.value.speed) : audio.current.pause()),
    seek: (at) => {
      audio.current.currentTime = at;
      change({ at });
    },
    faster: () => {
      const speed = SPEEDS[(SPEEDS.indexOf(state.value.speed) + 1) % SPEEDS.length];
      audio.current.playbackRate = speed;
      change({ speed });
    },
  };
}

function play(audio, speed) {
  if (speaking !== audio) speaking?.pause();
  speaking = audio;
  audio.playbackRate = speed;
  // A play that a pause overtakes is no failure; a broken file tells by itself.
  audio.play().catch(() => null);
}
