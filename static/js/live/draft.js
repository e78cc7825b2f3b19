// A text that is typed here ("answer" or "note" of a round): what the server has of it, what it has not, what is under way.
//
// `base` at `seq` is what the server has acknowledged, `local` is what is on the screen. One splice at a time is under way,
// from `base` to `sent`; until it is answered, what others send is not merged (its answer says what came first). All of it is
// kept in sessionStorage until acknowledged, the id of the splice under way included, so that a refresh neither loses nor
// repeats a keystroke.
import { apply, diff, length, merge } from "./splice.js";

const BATCH_MS = 120;
const CLOSED = new Set(["too_late", "round_closed", "handed_in", "notes_closed", "not_typed", "not_allowed", "not_now"]);

export class Draft {
  /**
   * @param {object} place {text, round, limit: code points, store: storage key}
   * @param {object} wire {send(payload) -> answer, sync(), newId()}
   * @param {(draft: Draft) => void} changed called when `local` was changed by others, or the state has changed
   */
  constructor(place, wire, changed) {
    Object.assign(this, place, { wire, changed });
    this.base = this.local = "";
    this.seq = 0;
    this.flight = null;
    this.refusal = null;
    this.timer = 0;
    this.missed = 0;
    this.flushed = [];
    this.restore();
  }

  get key() {
    return `${this.text}:${this.round}`;
  }

  /** "saved", "saving", "long" (over the limit, held back) or "refused" (with `refusal`: {code, message}). */
  get state() {
    if (this.refusal) return "refused";
    if (length(this.local) > this.limit) return "long";
    return this.flight || this.local !== this.base ? "saving" : "saved";
  }

  /** Take what is on the screen now. */
  type(text) {
    this.local = text.toWellFormed ? text.toWellFormed() : text;
    if (!CLOSED.has(this.refusal?.code)) this.refusal = null;
    this.keep();
    if (!this.timer && !this.flight) this.timer = setTimeout(() => this.send(), BATCH_MS);
    this.changed(this);
  }

  /** Resolve when all that was typed is acknowledged, or can't be. */
  flush() {
    this.send();
    return this.flight ? new Promise((resolve) => this.flushed.push(resolve)) : Promise.resolve();
  }

  /** Take a `draft` message from another device, or the whole text after a sync. */
  receive(message) {
    if (message.seq <= this.seq) return;
    if (this.flight || !("full" in message || message.seq === this.seq + 1)) {
      this.missed = Math.max(this.missed, message.seq);
      if (!this.flight) this.wire.sync();
      return;
    }
    this.accept(message.seq, "full" in message ? message.full : apply(this.base, message));
  }

  /** Begin again after a refusal: text is taken again. */
  retry() {
    this.refusal = null;
    this.send();
    this.changed(this);
  }

  accept(seq, remote) {
    this.local = merge(this.base, this.local, remote).text;
    this.base = remote;
    this.seq = seq;
    if (this.local === remote) this.refusal = null; // it was taken after all
    this.keep();
    this.changed(this);
    this.send();
  }

  send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.flight) return;
    const splice = this.state === "saving" ? diff(this.base, this.local) : null;
    if (!splice) return this.settle();
    this.flight = { sent: this.local, payload: { id: this.wire.newId(), text: this.text, round: this.round, base: this.seq, ...splice } };
    this.keep();
    this.fly();
  }

  async fly() {
    const { sent, payload } = this.flight;
    const answer = await this.wire.send(payload);
    this.flight = null;
    if (answer.ok) {
      this.base = sent;
      this.seq = answer.seq;
    } else if (answer.code === "behind") {
      return this.accept(answer.seq, answer.full);
    } else {
      this.refusal = answer;
      this.keep();
      this.changed(this);
      return this.settle();
    }
    if (this.missed > this.seq) this.wire.sync();
    this.missed = 0;
    this.keep();
    this.changed(this);
    this.send();
  }

  /** Keep nothing of it: it was a trial. */
  drop() {
    clearTimeout(this.timer);
    this.keep = () => {};
    sessionStorage.removeItem(this.store);
  }

  settle() {
    for (const resolve of this.flushed.splice(0)) resolve();
  }

  keep() {
    try {
      if (!this.flight && this.local === this.base) sessionStorage.removeItem(this.store);
      else sessionStorage.setItem(this.store, JSON.stringify({ base: this.base, seq: this.seq, local: this.local, flight: this.flight }));
    } catch {
      // storage may be full or forbidden; then a refresh keeps what was acknowledged
    }
  }

  restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.store) ?? "null");
      if (!kept) return;
      Object.assign(this, kept);
    } catch {
      return;
    }
    if (this.flight) this.fly();
    else this.timer = setTimeout(() => this.send(), BATCH_MS);
  }
}
