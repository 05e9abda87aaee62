import { signal } from "@preact/signals-core";
import { peaksOf } from "./peaks.js";

/** What every browser of the last years plays comes first. */
const FORMATS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LOUDEST = 0.35;
const EVERY = 100;

/** Sound from the microphone, with its loudness as it goes. Two minutes at most: then it waits to be sent. */
export class Recorder {
  seconds = signal(0);
  levels = signal([]);
  isFull = signal(false);
  #longest;
  #stream;
  #context = new AudioContext();
  #recorder;
  #chunks = [];
  #heard = [];
  #timer;
  #since = performance.now();

  /** Throws what the browser throws when there is no microphone, or it may not be used. */
  static async open(longest) {
    return new Recorder(await navigator.mediaDevices.getUserMedia({ audio: true }), longest);
  }

  constructor(stream, longest) {
    this.#stream = stream;
    this.#longest = longest;
    const mimeType = FORMATS.find((one) => MediaRecorder.isTypeSupported(one));
    this.#recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
    this.#recorder.ondataavailable = ({ data }) => data.size && this.#chunks.push(data);
    this.#recorder.start();
    const analyser = this.#listen();
    this.#timer = setInterval(() => this.#look(analyser), EVERY);
  }

  /** The recording as a file; null where nothing was heard. */
  async finish() {
    // a microphone that was pulled out has stopped it already
    if (this.#recorder.state !== "inactive") {
      const stopped = new Promise((resolve) => (this.#recorder.onstop = resolve));
      this.#recorder.stop();
      await stopped;
    }
    this.close();
    const type = this.#recorder.mimeType.split(";")[0];
    return this.#chunks.length ? new File(this.#chunks, "voice", { type }) : null;
  }

  /** How loud it was on its way, for who draws it later. */
  get peaks() {
    return peaksOf(this.#heard);
  }

  close() {
    clearInterval(this.#timer);
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#stream.getTracks().forEach((track) => track.stop());
    if (this.#context.state !== "closed") this.#context.close();
  }

  #listen() {
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 4096;
    this.#context.createMediaStreamSource(this.#stream).connect(analyser);
    return analyser;
  }

  #look(analyser) {
    if (this.isFull.value || this.#recorder.state === "inactive") return;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    this.#heard.push(Math.min(1, loudness / LOUDEST));
    this.levels.value = this.#heard.slice(-60);
    this.seconds.value = (performance.now() - this.#since) / 1000;
    if (this.seconds.value < this.#longest) return;
    this.#recorder.pause();
    this.isFull.value = true;
  }
}
