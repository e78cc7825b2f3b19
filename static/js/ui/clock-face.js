// The clock: drawn from the instant at which it ends, on every frame; nothing is counted down.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { crossed, face, left, spoken } from "../live/clock.js";
import { announce } from "./announce.js";
import { html } from "./htm.js";
import { useKeys } from "./keys.js";

const PHASES = { think: "Time to think", answer: "Answer", stopped: "The clock has stopped" };
const SOON_MS = 30_000;

/**
 * A clock of a view; `now()` gives the time by which its deadline is, or null while that is not known.
 * `hard`: that time is up is the server's to say, since the clock may be gone before it gets there.
 */
export function ClockFace({ clock, now: clockNow, hard = false }) {
  const now = useSignal("–:––");
  const share = useSignal(0);
  const soon = useSignal(false);
  const last = useRef(null);
  const current = useRef(clock);
  current.current = clock;

  useEffect(() => {
    last.current = null; // a pause, an extension or a new phase crosses nothing
  }, [clock.deadline_ms, clock.left_ms, clock.phase]);

  useEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = requestAnimationFrame(draw);
      const one = current.current;
      const server_ms = clockNow();
      if (server_ms === null && one.deadline_ms !== undefined) return;
      const left_ms = left(one, server_ms);
      now.value = face(left_ms);
      if (one.total_ms !== undefined) share.value = Math.round(1000 * Math.min(1, Math.max(0, left_ms / one.total_ms)));
      soon.value = one.phase === "answer" && left_ms <= SOON_MS;
      if (one.deadline_ms === undefined) return;
      const said = last.current !== null && crossed(last.current, left_ms);
      if (said && !(left_ms <= 0 && (hard || one.phase === "think"))) announce(said);
      last.current = left_ms;
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, []);

  useKeys([{
    key: "t",
    says: "Say the time that is left",
    does: () => announce(clock.deadline_ms !== undefined && clockNow() === null ? "The clock is not known yet" : spoken(left(current.current, clockNow()))),
  }]);

  const words = clock.paused ? "Paused" : clock.over ? "Over time" : PHASES[clock.phase];
  const known = clock.total_ms !== undefined; // not to who watches
  const of = known && clock.phase !== "stopped" ? `of ${face(clock.total_ms)}` : "";
  return html`<div class=${`clock ${soon.value && clock.phase !== "stopped" ? "is-soon" : ""} ${clock.paused ? "is-paused" : ""}`}>
    <span class="clock__time nums" role="timer" aria-live="off">${now.value}</span>
    <span class="clock__words"><strong>${words}</strong> <span class="meta nums">${of}</span></span>
    ${known && html`<svg class="clock__bar" viewBox="0 0 1000 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="clock__track" width="1000" height="4" /><rect class="clock__left" width=${share.value} height="4" />
    </svg>`}
  </div>`;
}
