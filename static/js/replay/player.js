// The player of a replay: play, scrub, faster, skip what is idle, jump; and what was on the screen at that instant.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { face } from "../live/clock.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Scene } from "./scene.js";

const SPEEDS = [1, 2, 4, 8, 16, 32];
const STEP_MS = 5000;

export function Player({ replay }) {
  const at_ms = useSignal(replay.first_ms);
  const playing = useSignal(false);
  const speed = useSignal(1);
  const skips = useSignal(true);
  const last = useRef(0);
  const move = (to_ms) => (at_ms.value = Math.min(replay.last_ms, Math.max(replay.first_ms, to_ms)));
  useEffect(() => {
    if (!playing.value) return;
    last.current = performance.now();
    let frame = 0;
    const draw = () => {
      const now = performance.now();
      move((skips.value ? replay.skip(at_ms.value) : at_ms.value) + (now - last.current) * speed.value);
      last.current = now;
      if (at_ms.value >= replay.last_ms) playing.value = false;
      else frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [playing.value]);
  useEffect(() => {
    const keys = (event) => {
      if (event.target.closest?.("input, select, button, a, textarea, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === " ") toggle();
      else if (event.key === "ArrowRight") move(at_ms.value + STEP_MS);
      else if (event.key === "ArrowLeft") move(at_ms.value - STEP_MS);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, []);
  const toggle = () => {
    if (at_ms.value >= replay.last_ms) move(replay.first_ms);
    playing.value = !playing.value;
  };
  if (replay.last_ms <= replay.first_ms) return html`<div class="empty"><p>Nothing happened in this interview that could be replayed.</p></div>`;
  const from = at_ms.value - replay.first_ms;
  const whole = replay.last_ms - replay.first_ms;
  return html`<section class="card stack stack--tight player" aria-label="Player">
      <div class="row"><${Button} kind="primary" pressed=${playing.value} onPress=${toggle}>${playing.value ? "Stop" : "Play"}<//>
        <span class="nums">${face(from)} of ${face(whole)}</span>
        <label for="speed">Speed</label><select id="speed" value=${speed.value} onChange=${(event) => (speed.value = Number(event.currentTarget.value))}>${SPEEDS.map((each) => html`<option value=${each}>${each}x</option>`)}</select>
        <label class="row"><input type="checkbox" checked=${skips.value} onChange=${(event) => (skips.value = event.currentTarget.checked)} /> Skip what is idle</label></div>
      <input class="player__scrub" type="range" aria-label="Where in the interview" min="0" max=${Math.ceil(whole / 1000)} step="1" value=${Math.round(from / 1000)} aria-valuetext=${face(from)} onInput=${(event) => move(replay.first_ms + 1000 * Number(event.currentTarget.value))} />
      <div class="row">${replay.marks().map(({ at_ms: there, says }) => html`<${Button} key=${says} size="small" kind="quiet" onPress=${() => move(there)}>${says}<//>`)}</div>
    </section>
    <${Scene} shown=${replay.at(at_ms.value)} at_ms=${at_ms.value} />`;
}
