// The microphone of one answer: every second of it goes to where recordings are kept, so that a crash loses no more than that.
import { signal } from "@preact/signals";
import { listen, openOne } from "../live/devices.js";
import * as recordings from "./recordings.js";

const MOST_MS = 10 * 60_000;
const SLICE_MS = 1000;
const BITS_PER_SECOND = 48_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/webm"];
const ALOUD = "Answer aloud anyway";
const ONCE_MORE = "then press “Try again”.";
const TROUBLES = {
  NotAllowedError: `The browser was not allowed to use the microphone. ${ALOUD}; to record, allow it beside the page’s address, ${ONCE_MORE}`,
  NotFoundError: `No microphone was found. ${ALOUD}; to record, plug one in, ${ONCE_MORE}`,
  NotReadableError: `Another program holds the microphone. ${ALOUD}; to record, close it there, ${ONCE_MORE}`,
  QuotaExceededError: `There is no room left in this browser, so recording has stopped; what came before is kept. ${ALOUD}; to record, delete recordings below or free some space, ${ONCE_MORE}`,
  lost: `The microphone has stopped, and with it the recording; what came before is kept. ${ALOUD}; to record, plug it in again, ${ONCE_MORE}`,
};
const FINAL = {
  deleted: `What was recorded of this answer has been deleted, so recording has stopped. ${ALOUD}; the next answer is recorded again.`,
  over: "Ten minutes of this answer are recorded, which is the most there can be; they are kept. Answer aloud to the end anyway.",
};
const OTHERWISE = `Recording did not start. ${ALOUD}; to record, use a window that is not private, ${ONCE_MORE}`;

let asked = false; // whether this page has had the microphone

export class Recorder {
  constructor(drill, place) {
    this.drill = drill;
    this.place = place;
    this.phase = signal("off"); // "off", "opening", "elsewhere" (another tab records this answer) or "on"
    this.heard = signal(false); // whether there has been a sound
    this.trouble = signal(null); // {says, again}: why nothing is recorded, and whether it can be tried again
    this.line = Promise.resolve(); // one after the other: what is being stopped ends first
  }

  /** Have the browser ask for the microphone before the clock runs, once in a page; `again`: though it was refused before. */
  ask({ again = false } = {}) {
    this.line = this.line.then(async () => {
      if (asked || (this.trouble.value && !again)) return;
      await this.troubled(async () => {
        if (!again && (await recordings.find(this.drill, this.place)).length) return; // answered already
        (await openOne("audio")).stop();
        this.begun();
      });
    });
  }

  /** Record from now on, in a new part. */
  start() {
    this.stop();
    const leaving = new AbortController();
    this.leaving = leaving;
    this.line = this.line.then(async () => {
      await this.troubled(() => this.alone(leaving.signal, () => this.record(leaving.signal)));
      this.phase.value = "off";
    });
  }

  /** Record no more. @returns {Promise<void>} when all of it is kept */
  stop() {
    this.leaving?.abort();
    return this.line;
  }

  /** Let one tab record an answer; when it is closed, the next one does. */
  async alone(signal, does) {
    const name = `greenroom:recording:${this.drill}:${this.place}`;
    const mine = async (lock) => {
      if (lock && !signal.aborted) await does();
      return Boolean(lock);
    };
    if (await navigator.locks.request(name, { ifAvailable: true }, mine)) return;
    if (signal.aborted) return;
    this.phase.value = "elsewhere";
    let had = false;
    const turn = navigator.locks.request(name, { signal }, (lock) => {
      had = true;
      return mine(lock);
    });
    await turn.catch((error) => {
      if (had) throw error; // else it was stopped while it waited
    });
  }

  async record(signal) {
    this.phase.value = "opening";
    const before = await recordings.find(this.drill, this.place);
    const left_ms = MOST_MS - before.reduce((sum, { length_ms }) => sum + length_ms, 0);
    if (left_ms <= 0) throw named("over");
    const track = await openOne("audio");
    try {
      if (!signal.aborted) await this.write(track, left_ms, signal);
    } finally {
      track.stop();
    }
  }

  async write(track, left_ms, signal) {
    const type = typeOf();
    const recorder = new MediaRecorder(new MediaStream([track]), { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
    let part = { drill: this.drill, place: this.place, started_ms: Date.now(), type, length_ms: 0, bytes: 0 };
    let number = 0;
    let why = null; // why it stopped by itself
    let writing = Promise.resolve();
    const began_ms = performance.now();
    const stop = (error) => {
      why ??= error;
      if (recorder.state !== "inactive") recorder.stop();
    };
    const keep = async (data, length_ms) => {
      if (!data.size || (why && why.name !== "over")) return; // after a gap nothing can be played
      const longer = { ...part, length_ms, bytes: part.bytes + data.size };
      await recordings.append(longer, number, await data.arrayBuffer()).then(() => {
        part = longer;
        number += 1;
      }, stop);
    };
    recorder.ondataavailable = ({ data }) => {
      const length_ms = Math.round(performance.now() - began_ms);
      writing = writing.then(() => keep(data, length_ms));
      if (length_ms >= left_ms) stop(named("over"));
    };
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start(SLICE_MS);
    const leave = () => stop(null);
    signal.addEventListener("abort", leave);
    const deafen = listen(track, (speaks) => speaks && (this.heard.value = true));
    this.heard.value = false;
    this.phase.value = "on";
    this.begun();
    await stopped; // its last chunk has come by then
    signal.removeEventListener("abort", leave);
    deafen();
    await writing;
    if (number) await keptOne();
    if (why || !signal.aborted) throw why ?? named("lost");
  }

  begun() {
    asked = true;
    this.trouble.value = null;
  }

  async troubled(does) {
    const says = obstacle();
    if (says) this.trouble.value = { says, again: false };
    else await does().catch((error) => (this.trouble.value = { says: FINAL[error.name] ?? TROUBLES[error.name] ?? OTHERWISE, again: !(error.name in FINAL) }));
  }
}

function obstacle() {
  if (!window.isSecureContext) return `Browsers give the microphone only to pages that come by https or from this computer. ${ALOUD}; to record, open Greenroom by https or at http://localhost.`;
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder || !typeOf()) return `This browser can’t record. ${ALOUD}; to record, use another browser.`;
  return null;
}

function typeOf() {
  return TYPES.find((each) => MediaRecorder.isTypeSupported(each));
}

async function keptOne() {
  recordings.tellKept();
  if ((await recordings.total()).count === 1 && !(await recordings.lasting()) && (await recordings.askToPersist())) recordings.tellKept();
}

function named(name) {
  return Object.assign(new Error(name), { name });
}
