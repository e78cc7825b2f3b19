// A replay: from frames, each a change of what somebody was shown, what they had before their eyes at any instant. Pure.

const IDLE_MS = 5000;
const KEY_EVERY = 100;
const PAIRS = /[\ud800-\udfff]/;

export class Replay {
  /** @param {object[]} frames oldest first: {at_ms, set, gone}, or {at_ms, text, at, remove, insert}, or {at_ms, text, full} */
  constructor(frames) {
    this.frames = frames;
    this.first_ms = begins(frames);
    this.last_ms = frames.length ? frames.at(-1).at_ms : 0;
    this.keys = []; // what was shown after every KEY_EVERY frames
    let shown = { view: {}, texts: {} };
    frames.forEach((frame, index) => {
      if (index % KEY_EVERY === 0) this.keys.push(shown);
      shown = after(shown, frame);
    });
  }

  /** Return what was shown at an instant: {view, texts}. */
  at(at_ms) {
    const count = this.before(at_ms);
    const key = Math.floor(Math.max(0, count - 1) / KEY_EVERY);
    let shown = this.keys[key] ?? { view: {}, texts: {} };
    for (let index = key * KEY_EVERY; index < count; index++) shown = after(shown, this.frames[index]);
    return shown;
  }

  /** Return how many frames there are until an instant. */
  before(at_ms) {
    let low = 0;
    let high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.frames[middle].at_ms <= at_ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Return where to go on from an instant when idle time is skipped: there, or just before the next that happens. */
  skip(at_ms) {
    const next = this.frames[this.before(at_ms)];
    return next && next.at_ms - at_ms > IDLE_MS ? next.at_ms - 1000 : at_ms;
  }

  /** Return the marks to jump to: {at_ms, says}, each question as it was asked, and the first hint. */
  marks() {
    const found = [];
    const asked = new Set();
    let hinted = false;
    for (const { at_ms, set } of this.frames) {
      const round = set?.round;
      if (!round || round.id === 0) continue;
      if (!asked.has(round.id)) {
        asked.add(round.id);
        found.push({ at_ms, says: `Question ${round.id}` });
      }
      if (!hinted && (round.revealed?.length || round.signals?.hint)) {
        hinted = true;
        found.push({ at_ms, says: round.revealed?.length ? "The first stage shown" : "A hint is asked for" });
      }
    }
    return found;
  }
}

/** The interview begins when it started; the lobby before it is waiting. */
function begins(frames) {
  const started = frames.find(({ set }) => set?.status === "live");
  return started?.at_ms ?? frames[0]?.at_ms ?? 0;
}

function after({ view, texts }, frame) {
  if (frame.set) {
    const next = { ...view, ...frame.set };
    for (const name of frame.gone ?? []) delete next[name];
    return { view: next, texts };
  }
  return { view, texts: { ...texts, [frame.text]: frame.full ?? changed(texts[frame.text] ?? "", frame) } };
}

/** Apply a change; positions count code points, which are code units where the text has no pair of them. */
function changed(text, { at, remove, insert }) {
  if (!PAIRS.test(text)) return text.slice(0, at) + insert + text.slice(at + remove);
  const points = [...text];
  points.splice(at, remove, ...insert);
  return points.join("");
}

/** Read lines of JSON. */
export function readFrames(body) {
  return body.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
