import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { stopwatch } from "../../format.js";
import { locale, t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { drawn } from "../../parts/peaks.js";

const SPEEDS = [1, 1.5, 2];

let speaking = null;

/** A voice: play, where in it, how fast. What plays elsewhere falls silent. */
export function VoicePlayer({ address, seconds, peaks }) {
  const { audio, state, heard, toggle, seek, faster } = usePlayer();
  const { playing, at, speed, failed } = state;
  const length = seconds || state.length;
  const time = playing || at ? `${stopwatch(at)} / ${stopwatch(length)}` : stopwatch(length);
  return html`
    <div class="voice ${playing ? "voice--playing" : ""}" role="group" aria-label=${t("message.type.voice")}>
      <audio ref=${audio} src=${address ?? undefined} preload="none" ...${heard}></audio>
      <button class="round voice__play" type="button" disabled=${!address} aria-label=${t(playing ? "voice.pause" : "voice.play")} onClick=${toggle}>
        <${Icon} name=${playing ? "pause" : "play"} size=${22} />
      </button>
      <${Wave} peaks=${peaks} at=${Math.min(at, length || 1)} length=${length} isReady=${Boolean(length && address)} seek=${seek} />
      <span class="voice__time">${failed ? t("message.media_refused") : time}</span>
      <button class="voice__speed" type="button" aria-label=${t("voice.speed", { speed })} onClick=${faster}>${speed}×</button>
    </div>
  `;
}

const BY_KEY = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** The same bars twice, over each other: those that were heard are seen as far as the place in it. */
function Wave({ peaks, at, length, isReady, seek }) {
  const { width, path } = useMemo(() => drawn(peaks), [peaks]);
  const left = length ? 100 - (at / length) * 100 : 100;
  const step = (event) => {
    const way = BY_KEY[event.key];
    if (!way) return;
    event.preventDefault();
    seek(Math.min(length, Math.max(0, at + way * Math.max(1, length / 20))));
  };
  const bars = (kind, style) => html`
    <svg class="voice__bars ${kind}" style=${style} viewBox="0 0 ${width} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>
  `;
  return html`
    <div class="voice__wave">
      ${bars("", {})} ${bars("voice__bars--heard", { clipPath: `inset(-4px ${left}% -4px 0)` })}
      <input
        type="range"
        min="0"
        max=${length || 1}
        step="any"
        value=${at}
        disabled=${!isReady}
        aria-label=${t("voice.place")}
        aria-valuetext=${t("voice.at", { at: spoken(at), length: spoken(length) })}
        onKeyDown=${step}
        onInput=${(event) => seek(Number(event.target.value))}
      />
    </div>
  `;
}

/** "1 minuto 5 segundos", as a screen reader should say it. */
function spoken(seconds) {
  const whole = Math.floor(seconds || 0);
  const say = (count, unit) => new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "long" }).format(count);
  return whole < 60 ? say(whole, "second") : [say(Math.floor(whole / 60), "minute"), ...(whole % 60 ? [say(whole % 60, "second")] : [])].join(" ");
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
