/** Two tones for a new request; made here, so that no file has to come first. */

/** Pitch in Hz, begin and length in seconds. */
const TONES = [
  { pitch: 659, after: 0, length: 0.22 },
  { pitch: 880, after: 0.17, length: 0.5 },
];
const LOUDNESS = 0.25;
const PAUSE = 2000;

let audio = null;

/** Some browsers let a page be heard from a tap on only, others from any touch before it. */
export function readyChime() {
  addEventListener("click", () => audio?.resume().catch(() => null));
}

/** Once however many leads come together, and from one page however many are open. */
export function chime() {
  // Made when it is needed: that takes a slow phone as long as twenty frames, which a finger would feel.
  if (navigator.userActivation?.hasBeenActive ?? true) audio ??= globalThis.AudioContext && new AudioContext();
  if (!audio || audio.state === "closed") return;
  const alone = (lock) => lock && play();
  if (navigator.locks) navigator.locks.request("chime", { ifAvailable: true }, alone).catch(() => null);
  else play();
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
