// What was on somebody's screen at one instant of a replay, to be looked at only.
import { face, left } from "../live/clock.js";
import { html } from "../ui/htm.js";
import { Prose } from "../ui/html.js";

const STATUS = { lobby: "In the lobby", live: "Between questions", wrapup: "Wrap-up", released: "The report is released" };
const PHASES = { think: "thinking", answer: "answering", stopped: "stopped" };
const STAGES = { guidance: "Guidance", answer: "Answer", example: "Example" };

export function Scene({ shown: { view, texts }, at_ms }) {
  const { round, status, seats = [] } = view;
  return html`<section class="stack scene" aria-label="What was on the screen">
    <ul class="row scene__people" aria-label="Who was there">${seats.filter(({ joined }) => joined).map((seat) => html`<li key=${seat.id}>${seat.name || seat.role} <span class="meta">${seat.role}${seat.left ? ", had left" : seat.lost_ms !== undefined ? ", connection lost" : ""}</span></li>`)}</ul>
    ${round ? html`<${Question} round=${round} texts=${texts} at_ms=${at_ms} />` : html`<p class="scene__between">${STATUS[status] ?? ""}</p>`}
  </section>`;
}

function Question({ round, texts, at_ms }) {
  const { clock, points, ticks = [], marks = {}, revealed = [], signals = {} } = round;
  const answer = texts[`answer:${round.id}`] ?? "";
  const asked = Object.keys(signals).map((signal) => (signal === "hint" ? "asks for a hint" : "needs a moment"));
  return html`<p class="scene__clock nums"><strong>${face(left(clock, at_ms))}</strong> <span class="meta">${clock.paused ? "paused" : PHASES[clock.phase]}</span></p>
    <h2 class="eyebrow">Question ${round.id}</h2>
    <${Prose} of=${round.prompt} large />
    ${asked.length > 0 && html`<p class="badge badge--time">The candidate ${asked.join(" and ")}</p>`}
    ${answer !== "" && html`<div class="card stack stack--tight"><h3 class="h4">Answer</h3><p class="as-typed">${answer}</p></div>`}
    ${revealed.filter((stage) => round[stage]).map((stage) => html`<section key=${stage} class=${`card stage stage--${stage} stack stack--tight`}><h3 class="h4">${STAGES[stage]}</h3><${Prose} of=${round[stage]} /></section>`)}
    ${points?.length > 0 && html`<ul class="scene__points" aria-label="Talking points">${points.map((point, index) => html`<li key=${index}><span aria-hidden="true">${ticks.includes(index) ? "☑" : "☐"}</span> ${point} <span class="visually-hidden">${ticks.includes(index) ? "ticked" : "not ticked"}</span></li>`)}</ul>`}
    ${Object.keys(marks).length > 0 && html`<p>Marks: ${Object.entries(marks).map(([dimension, value]) => `${dimension} ${value}`).join(", ")}</p>`}
    ${round.submitted_ms !== undefined && html`<p class="meta">Handed in.</p>`}`;
}
