// The room as its interviewers see it: the question whole, the clock, reveals, marks, and the one next step.
import { useEffect } from "preact/hooks";
import { duration } from "../live/clock.js";
import { nextStep, unmarked } from "../live/next-step.js";
import { interviewed, nameOf } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { Button, TwicePress } from "../ui/button.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { ClockFace } from "./clock-face.js";
import { useKeys } from "./keys.js";
import { Marks } from "./marks.js";
import { Notes } from "./notes.js";
import { People } from "./people.js";
import { Plan, pickerOpen } from "./plan.js";
import { Prompt, STAGE_NAMES, STAGES } from "./question.js";
import { LateText, Rounds } from "./rounds.js";
import { act, dimensions, isLead, pending, read, texts, view } from "./store.js";

const DIFFICULTY = { 1: "easy", 2: "medium", 3: "hard" };
const SIGNALS = { moment: "needs a moment", hint: "asks for a hint" };

export function Interviewer() {
  const { round, rounds } = view.value;
  const step = nextStep(view.value, dimensions.value);
  const take = () => takeStep(step);
  useKeys([
    { key: "n", says: "The next step; what can’t be unseen waits for Enter", does: () => (lasting(step) ? focusOn("next-step") : take()) },
    { key: "p", says: "Pause or resume the clock", does: () => round && isLead.value && act({ type: round.clock.paused ? "resume" : "pause" }, "pause") },
    { key: "g", says: "Go to the guidance; Enter shows it", does: () => focusOn("reveal-guidance") },
    { key: "a", says: "Go to the answer; Enter shows it", does: () => focusOn("reveal-answer") },
    { key: "e", says: "Go to the example answer; Enter shows it", does: () => focusOn("reveal-example") },
    { key: "m", says: "Go to the marks", does: () => round && focusOn(`marks-${round.id}`) },
    { key: "o", says: "Write a note", does: () => round && focusOn(`note-${round.id}`) },
    { key: "/", says: "Find a question", does: () => pickerOpen.current() },
  ]);
  return html`<div class="stage-bar">
      ${round ? html`<${ClockFace} clock=${round.clock} /><${ClockControls} clock=${round.clock} />` : html`<p class="stage-bar__idle">No question is open</p>`}
      <${NextStep} step=${step} take=${take} />
    </div>
    <div class="desk">
      <div class="desk__main stack">${round && interviewed(round) ? html`<${Asked} key=${round.id} round=${round} />` : html`<${Between} first=${rounds.length === 0} />`}</div>
      <aside class="desk__side stack" aria-label="Marks, notes and plan">
        ${round && interviewed(round) && html`
          <section class="card stack" aria-labelledby="marks-title"><h2 class="h3" id="marks-title">Marks</h2><${Marks} round=${round} /></section>
          <section class="card stack" aria-labelledby="notes-title"><h2 class="h3" id="notes-title">Notes</h2><${Notes} round=${round} /></section>`}
        <${Plan} />
        <${Rounds} />
        <${People} />
        ${isLead.value && html`<${TwicePress} kind="danger" busy=${pending.value.has("end")} confirm="Press again to end it for everybody" onPress=${() => act({ type: "end" })}>End the interview<//>`}
      </aside>
    </div>`;
}

function takeStep(step) {
  if (step?.kind === "mark") {
    const round = view.value.round;
    const missing = unmarked(round, dimensions.value)[0];
    const index = dimensions.value.indexOf(missing);
    const scale = document.querySelectorAll(`#marks-${round.id} fieldset`)[index];
    scale?.querySelector("button").focus();
    scale?.scrollIntoView({ block: "center" });
  } else if (step?.kind === "choose") pickerOpen.current();
  else if (step) act(step.command);
}

/** Tell whether a step can't be taken back: a single key, pressed by accident, must not take it. */
function lasting(step) {
  return Boolean(step?.confirm) || step?.kind === "reveal" || step?.kind === "ask";
}

function isAhead(round, stage) {
  return STAGES.slice(0, STAGES.indexOf(stage)).some((earlier) => round[earlier] && !round.revealed.includes(earlier));
}

function focusOn(id) {
  const target = document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

function NextStep({ step, take }) {
  if (!step) {
    return html`<p class="next-step next-step--none meta">${isLead.value ? "" : "Another interviewer holds the lead. You can mark and note."}</p>`;
  }
  const key = step.command?.type === "reveal" ? `reveal:${step.command.stage}` : step.command?.type;
  const props = { id: "next-step", kind: "primary", class: "next-step__button", shortcut: "n", busy: Boolean(key) && pending.value.has(key) };
  const words = html`<span class="next-step__words"><span>${step.label}</span>${step.detail && html`<span class="next-step__detail">${step.detail}</span>`}</span>`;
  return html`<div class="next-step">
    ${step.confirm
      ? html`<${TwicePress} key="twice" ...${props} confirm=${step.confirm} onPress=${take}>${words}<//>`
      : html`<${Button} key="once" ...${props} onPress=${take}>${words}<//>`}
  </div>`;
}

function ClockControls({ clock }) {
  if (!isLead.value || clock.phase === "stopped") return null;
  const paused = Boolean(clock.paused);
  const extend = (seconds) => act({ type: "extend", seconds }, "extend");
  return html`<div class="row clock-controls" role="group" aria-label="Clock">
    ${!paused && html`<${Button} size="small" shortcut="p" busy=${pending.value.has("pause")} onPress=${() => act({ type: "pause" }, "pause")}>Pause<//>`}
    <${Button} size="small" busy=${pending.value.has("extend")} onPress=${() => extend(30)}>+30 s<//>
    <${Button} size="small" busy=${pending.value.has("extend")} onPress=${() => extend(120)}>+2 min<//>
  </div>`;
}

function Between({ first }) {
  const next = view.value.plan[0];
  return html`<section class="between stack">
    <h1 tabindex="-1" data-stage-heading>${first ? "The interview has begun" : "Between two questions"}</h1>
    ${next
      ? html`<p class="lede">Next in your plan: <strong>${next.title}</strong></p><p class="meta">The candidate sees nothing of it before you ask.</p>`
      : html`<p class="lede">${first ? "Your plan is empty. Choose a question to ask." : "Your plan is done. Ask another question, or end the interview."}</p>`}
  </section>`;
}

function Asked({ round }) {
  const { options } = view.value;
  const lines = [`Question ${round.id}`, ...round.topics, DIFFICULTY[round.difficulty], duration(round.seconds)];
  const typed = options.answering !== "spoken";
  return html`<${Signals} round=${round} />
    <${Prompt} prompt=${round.prompt} lines=${lines} />
    <${State} round=${round} />
    <${LateText} round=${round} />
    ${typed && html`<${Typing} round=${round} />`}
    <${Points} round=${round} />
    ${STAGES.filter((stage) => round[stage]).map((stage) => html`<${Stage} key=${stage} stage=${stage} round=${round} />`)}
    ${isLead.value && html`<div class="row">
      <${Button} size="small" busy=${pending.value.has("skip")} onPress=${() => act({ type: "skip" })}>Skip, come back later<//>
      <${Button} size="small" busy=${pending.value.has("close")} onPress=${() => act({ type: "close" })}>Close this question<//>
    </div>`}`;
}

function Signals({ round }) {
  const raised = Object.keys(round.signals);
  const name = nameOf(view.value.seats.find((seat) => seat.role === "candidate" && seat.joined) ?? { role: "candidate" });
  useEffect(() => {
    for (const signal of raised) announce(`${name} ${SIGNALS[signal]}`);
  }, [raised.join()]);
  return raised.map((signal) => html`<p key=${signal} class="callout callout--time signal"><strong>${name}</strong> ${SIGNALS[signal]}.</p>`);
}

function State({ round }) {
  if (round.submitted_ms !== undefined) return html`<p class="callout callout--good">The candidate says “I’m done”.</p>`;
  if (round.expired_ms !== undefined) return html`<p class="callout callout--time">Time is up. Nothing more is taken for this question.</p>`;
  return null;
}

function Typing({ round }) {
  const key = `answer:${round.id}`;
  useEffect(() => read(key), [key]);
  const text = texts.value[key]?.full;
  return html`<section class="card stack stack--tight" aria-labelledby="typing-title">
    <h2 class="h3" id="typing-title">What the candidate types</h2>
    ${text ? html`<pre class="typed">${text}<span class="typed__caret" aria-hidden="true"></span></pre>` : html`<p class="waiting">Nothing yet</p>`}
  </section>`;
}

function Points({ round }) {
  if (!round.points.length) return null;
  return html`<section class="card stack stack--tight" aria-labelledby="points-title">
    <div class="spread"><h2 class="h3" id="points-title">Talking points</h2><span class="meta nums">${round.ticks.length} of ${round.points.length}</span></div>
    <ul class="points">${round.points.map((point, index) => {
      const on = round.ticks.includes(index);
      const key = `tick:${round.id}:${index}`;
      return html`<li key=${index}><label class=${`choice choice--bare ${pending.value.has(key) ? "is-busy" : ""}`}>
        <input type="checkbox" checked=${on} onClick=${(event) => {
          event.preventDefault(); // drawn when the server says so
          if (event.detail < 2) act({ type: "tick", round: round.id, point: index, on: !on }, key);
        }} /><span>${point}</span></label></li>`;
    })}</ul>
  </section>`;
}

function Stage({ stage, round }) {
  const shown = round.revealed.includes(stage);
  const ahead = isAhead(round, stage);
  const key = `reveal:${stage}`;
  const reveal = () => act({ type: "reveal", stage, ...(ahead ? { ahead: true } : {}) }, key);
  const name = STAGE_NAMES[stage].toLowerCase();
  const props = { id: `reveal-${stage}`, size: "small", busy: pending.value.has(key), onPress: reveal, shortcut: stage[0] };
  return html`<section class=${`card stage stack stack--tight ${shown ? "is-shown" : ""}`} aria-labelledby=${`stage-${stage}`}>
    <div class="spread">
      <h2 class="h3" id=${`stage-${stage}`}>${STAGE_NAMES[stage]}</h2>
      ${shown ? html`<span class="badge badge--good">On the candidate’s screen</span>`
        : !isLead.value ? html`<span class="badge badge--quiet">Not shown</span>`
        : ahead ? html`<${TwicePress} ...${props} confirm="Earlier stages are not shown. Press again; it can’t be unseen">Show the ${name}<//>`
        : html`<${Button} ...${props}>Show the ${name}<//>`}
    </div>
    <${Prose} of=${round[stage]} />
  </section>`;
}
