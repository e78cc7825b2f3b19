// The room as its interviewers see it: the question whole, the clock, reveals, marks, and the one next step.
import { nextStep, swapDue, unmarked } from "../live/next-step.js";
import { interviewed, seatOf } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { Button, TwicePress } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Asked } from "./asked.js";
import { ClockFace } from "../ui/clock-face.js";
import { useKeys } from "../ui/keys.js";
import { Marks } from "./marks.js";
import { Notes } from "./notes.js";
import { People, showPeople } from "./people.js";
import { Plan, pickerOpen } from "./plan.js";
import { Panel } from "./panel.js";
import { Rounds } from "./rounds.js";
import { Swap } from "./swap.js";
import { act, addressOf, dimensions, isLead, pending, serverNow, view } from "./store.js";

export function Interviewer() {
  const { rounds, options } = view.value;
  const round = view.value.round && interviewed(view.value.round) ? view.value.round : null;
  const step = nextStep(view.value, dimensions.value);
  const take = () => takeStep(step);
  useKeys([
    { key: "n", says: "The next step; what can’t be unseen waits for Enter", does: () => (lasting(step) ? focusOn("next-step") : take()) },
    { key: "p", says: "Pause or resume the clock", does: () => round && isLead.value && toggleClock(round.clock) },
    { key: "g", says: "Go to the guidance; Enter shows it", does: () => focusOn("reveal-guidance") },
    { key: "a", says: "Go to the answer; Enter shows it", does: () => focusOn("reveal-answer") },
    { key: "e", says: "Go to the example answer; Enter shows it", does: () => focusOn("reveal-example") },
    { key: "m", says: "Go to the marks", does: () => round && focusOn(`marks-${round.id}`) },
    { key: "o", says: "Write a note", does: () => round && focusOn(`note-${round.id}`) },
    { key: "/", says: "Find a question", does: () => pickerOpen.current() },
  ]);
  return html`<div class="stage-bar">
      ${round ? html`<${ClockFace} clock=${round.clock} now=${serverNow} hard=${options.expiry === "hard"} /><${ClockControls} clock=${round.clock} />` : html`<p class="stage-bar__idle">No question is open</p>`}
      <${NextStep} step=${step} take=${take} />
    </div>
    ${round?.id === 0 ? html`<div class="warm-up stack"><${Asked} round=${round} /></div>` : html`<div class="desk">
      <div class="desk__main stack">${round ? html`<${Asked} key=${round.id} round=${round} />` : html`<${Between} first=${rounds.length === 0} step=${step} />`}</div>
      <aside class="desk__side stack" aria-label="Marks, notes and plan">
        ${round && html`
          <section class="card stack" aria-labelledby="marks-title"><h2 class="h3" id="marks-title">Marks</h2><${Marks} round=${round} /><${Panel} round=${round} /></section>
          <section class="card stack" aria-labelledby="notes-title"><h2 class="h3" id="notes-title">Notes</h2><${Notes} round=${round} /></section>`}
        <${Plan} />
        <${Rounds} />
        <${People} />
        ${isLead.value && step?.kind !== "end" && html`<${TwicePress} kind="danger" busy=${pending.value.has("end")} confirm="Press again to end it for everybody" onPress=${() => act({ type: "end" })}>End the interview<//>`}
      </aside>
    </div>`}`;
}

async function takeStep(step) {
  if (step?.kind === "mark") {
    const round = view.value.round;
    const missing = unmarked(round, dimensions.value)[0];
    const index = dimensions.value.indexOf(missing);
    const scale = document.querySelectorAll(`#marks-${round.id} fieldset`)[index];
    scale?.querySelector("button").focus();
    scale?.scrollIntoView({ block: "center" });
  } else if (step?.kind === "choose") pickerOpen.current();
  else if (step?.kind === "bring") location.assign(addressOf("deck/choose"));
  else if (step?.kind === "invite") {
    if (step.command) await act(step.command, "invite:candidate");
    showPeople();
  } else if (step) act(step.command);
}

/** Tell whether a step can't be taken back: a single key, pressed by accident, must not take it. */
function lasting(step) {
  return Boolean(step?.confirm) || ["reveal", "ask", "accept"].includes(step?.kind);
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
  const key = step.kind === "invite" ? "invite:candidate" : step.command?.type === "reveal" ? `reveal:${step.command.stage}` : step.command?.type;
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
  const extend = (seconds) => act({ type: "extend", seconds }, "extend");
  return html`<div class="row clock-controls" role="group" aria-label="Clock">
    <${Button} size="small" class="clock-controls__toggle" shortcut="p" busy=${pending.value.has("pause")} onPress=${() => toggleClock(clock)}>${clock.paused ? "Resume" : "Pause"}<//>
    <${Button} size="small" busy=${pending.value.has("extend")} onPress=${() => extend(30)}>+30 s<//>
    <${Button} size="small" busy=${pending.value.has("extend")} onPress=${() => extend(120)}>+2 min<//>
  </div>`;
}

async function toggleClock({ paused }) {
  if (await act({ type: paused ? "resume" : "pause" }, "pause")) announce(paused ? "The clock runs again" : "The clock stands still");
}

function Between({ first, step }) {
  const next = view.value.plan[0];
  const { deckless } = seatOf(view.value, view.value.me);
  return html`<section class="between stack">
    <h1 tabindex="-1" data-stage-heading>${first ? "The interview has begun" : next || deckless ? "Between two questions" : "Your plan is done"}</h1>
    ${next
      ? html`<p class="lede">Next in your plan: <strong>${next.title}</strong></p><p class="meta">The candidate sees nothing of it before you ask.</p>`
      : html`<p class="lede">${deckless ? "You have no questions yet. Bring the deck that you ask from." : first ? "Your plan is empty. Choose a question to ask." : swapDue(view.value) ? "Swap roles, or ask another question." : "Ask another question, or end the interview."}</p>`}
    <${Swap} step=${step} />
  </section>`;
}
