// The open question as its interviewers see it: the prompt, what is typed, talking points, and stages to show.
import { useEffect } from "preact/hooks";
import { duration } from "../live/clock.js";
import { announce } from "../ui/announce.js";
import { Button, TwicePress } from "../ui/button.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { candidateName } from "./presence.js";
import { numberOf, Prompt, STAGE_NAMES, STAGES } from "./question.js";
import { LateText } from "./rounds.js";
import { act, deck, isLead, pending, read, texts, view } from "./store.js";

const DIFFICULTY = { 1: "easy", 2: "medium", 3: "hard" };
const SIGNALS = { moment: "needs a moment", hint: "asks for a hint" };

/** The question with all that belongs to it. */
export function Asked({ round }) {
  const { options } = view.value;
  const lines = round.id ? [numberOf(round), ...round.topics, DIFFICULTY[round.difficulty], duration(round.seconds)] : [numberOf(round)];
  const typed = options.answering !== "spoken";
  return html`<${Signals} round=${round} />
    <${Prompt} prompt=${round.prompt} lines=${lines} />
    <${State} round=${round} />
    <${LateText} round=${round} />
    ${round.id > 0 && html`<${Points} round=${round} />`}
    ${typed && html`<${Typing} round=${round} />`}
    ${STAGES.filter((stage) => round[stage]).map((stage) => html`<${Stage} key=${stage} stage=${stage} round=${round} />`)}
    ${round.id > 0 && html`<${Origin} />`}
    ${isLead.value && round.id > 0 && html`<div class="row">
      <${Button} size="small" busy=${pending.value.has("skip")} onPress=${() => act({ type: "skip" })}>Skip, come back later<//>
      <${Button} size="small" busy=${pending.value.has("close")} onPress=${() => act({ type: "close" })}>Close this question<//>
    </div>`}`;
}

function Signals({ round }) {
  const raised = Object.keys(round.signals);
  const name = candidateName();
  useEffect(() => {
    for (const signal of raised) announce(`${name} ${SIGNALS[signal]}`);
  }, [raised.join()]);
  return raised.map((signal) => html`<p key=${signal} class="callout callout--time signal"><strong>${name}</strong> ${SIGNALS[signal]}.</p>`);
}

/** Whose questions these are. */
function Origin() {
  const { source, licence, author } = deck.value ?? {};
  const words = [author && `by ${author}`, source && `Source: ${source}`, licence && `Licence: ${licence}`].filter(Boolean);
  return words.length > 0 && html`<p class="meta">${words.join(" · ")}</p>`;
}

function State({ round }) {
  if (round.submitted_ms !== undefined) return html`<p class="callout callout--good">${candidateName()} says “I’m done”.</p>`;
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

function isAhead(round, stage) {
  return STAGES.slice(0, STAGES.indexOf(stage)).some((earlier) => round[earlier] && !round.revealed.includes(earlier));
}
