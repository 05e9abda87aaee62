/** Two tones for a new request; made here, so that no file has to come first. */

/** Pitch in Hz, begin and length in seconds. */
const TONES = [
  { pitch: 659, after: 0, length: 0.22 },
  { pitch: 880, after: 0.17, length: 0.5 },
];
const LOUDNESS = 0.25;
const PAUSE = 2000;
const TOUCHES = ["pointerdown", "keydown"];

let audio = null;

/** A browser lets nobody be heard before a first touch, and the page be heard from then on. */
export function readyChime() {
  for (const touch of TOUCHES) addEventListener(touch, wake, { passive: true });
}

/** Once however many leads come together, and from one page however many are open. */
export function chime() {
  if (audio?.state !== "running") return;
  const alone = (lock) => lock && play();
  if (navigator.locks) navigator.locks.request("chime", { ifAvailable: true }, alone).catch(() => null);
  else play();
}

function wake() {
  audio ??= globalThis.AudioContext && new AudioContext();
  audio?.resume().catch(() => null);
}

function play() {
  for (const { pitch, after, length } of TONES) {
    const begin = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + length);
  }
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
