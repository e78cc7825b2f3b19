// The room as the candidate sees it: the prompt, the clock, stages as they come, the answer box, quiet signals.
import { useSignal } from "@preact/signals";
import { length } from "../live/splice.js";
import { Button, TwicePress } from "../ui/button.js";
import { CopyButton } from "../ui/copy-button.js";
import { html } from "../ui/htm.js";
import { DraftBox } from "./answer-box.js";
import { ClockFace } from "../ui/clock-face.js";
import { useKeys } from "../ui/keys.js";
import { leadName } from "./presence.js";
import { numberOf, Prompt, ShownStages, STAGE_NAMES } from "./question.js";
import { Preparation, Swap } from "./swap.js";
import { act, draftOf, notice, pending, serverNow, untaken, view } from "./store.js";

const SIGNALS = [["moment", "I need a moment", "w"], ["hint", "A hint, please", "h"]];
const MONO = "greenroom:mono";

export function Candidate() {
  const { round } = view.value;
  return round ? html`<${Open} key=${round.id} round=${round} />` : html`<${Waiting} />`;
}

function Open({ round }) {
  const { planned, options } = view.value;
  const typed = options.answering !== "spoken";
  const draft = typed ? draftOf("answer", round.id) : null;
  const done = round.submitted_ms !== undefined;
  const thinking = round.clock.phase === "think";
  const submitting = useSignal(false);
  const submit = async () => {
    submitting.value = true;
    await draft?.flush(); // what was typed belongs to the answer
    if (draft?.state === "long") notice("Your text is longer than 20,000 characters. Shorten it, then hand it in.");
    else await act({ type: "submit" });
    submitting.value = false;
  };
  const expired = round.expired_ms !== undefined;
  useKeys([
    ...SIGNALS.map(([signal, label, key]) => ({ key, says: label, does: () => !done && !expired && toggle(round, signal) })),
    { key: "a", says: "Go to the answer box", does: () => document.getElementById("answer")?.focus() },
  ]);
  return html`<div class="stage-bar">
      <${ClockFace} clock=${round.clock} now=${serverNow} hard=${options.expiry === "hard"} />
      ${!done && !expired && html`<div class="row signals" role="group" aria-label="Quiet signals">
        ${SIGNALS.map(([signal, label, key]) => html`<${Button} size="small" key=${signal} pressed=${signal in round.signals} shortcut=${key}
          busy=${pending.value.has(`signal:${signal}`)} onPress=${() => toggle(round, signal)}>${label}<//>`)}
      </div>`}
      <div class="next-step">
        ${done || expired ? html`<p class=${`badge badge--${done ? "good" : "time"} next-step__said`}>${done ? "Handed in" : "Time is up"}</p>`
          : thinking ? html`<${Button} kind="primary" class="next-step__button" busy=${pending.value.has("begin")} onPress=${() => act({ type: "begin" })}>Begin answering<//>`
          : html`<${TwicePress} kind="primary" class="next-step__button" busy=${submitting.value || pending.value.has("submit")} confirm="Press again to hand in" onPress=${submit}>I’m done<//>`}
      </div>
    </div>
    <div class="page-column stack stack--loose">
      <${Prompt} prompt=${round.prompt} lines=${[numberOf(round), planned && round.id ? `${planned} still planned` : ""]} />
      ${typed && html`<${Answer} round=${round} draft=${draft} />`}
      ${!typed && html`<p class="meta">${thinking ? "Take the time to think; nothing is expected yet." : done ? `${leadName()} goes on.` : "Answer aloud. Press “I’m done” when you are."}</p>`}
      <${ShownStages} round=${round} />
    </div>`;
}

function toggle(round, signal) {
  act({ type: "signal", signal, on: !(signal in round.signals) }, `signal:${signal}`);
}

/** The box that one types into, and what of it was not taken. */
export function Answer({ round, draft }) {
  const seen = view.value.role === "soloist" ? "Kept as you type; nobody else sees it." : "Seen live by your interviewer and observers.";
  const mono = useSignal(remembered());
  const closed = !round.typing_open;
  const flip = () => {
    mono.value = !mono.value;
    try {
      localStorage.setItem(MONO, mono.value ? "on" : "off");
    } catch {
      // it holds for this page
    }
  };
  const newest = round.revealed.at(-1);
  return html`<section class="answer stack stack--tight" aria-label="Your answer">
    <${DraftBox} id="answer" draft=${draft} label="Your answer" mono=${mono.value} disabled=${closed} rows=${10}
      hint=${closed ? "No more text is taken for this question." : seen} />
    <div class="row"><${Button} size="small" kind="quiet" pressed=${mono.value} onPress=${flip}>Monospace<//>
      ${newest && html`<a class="meta" href=${`#shown-${newest}`}>${STAGE_NAMES[newest]} is below</a>`}</div>
    <${Untaken} round=${round} />
  </section>`;
}

/** Text that the server did not take, because time was up or the question closed: it stays. `round` is open or a line. */
export function Untaken({ round }) {
  const draft = untaken(round.id);
  const { late } = round;
  if (!draft && !late) return null;
  const key = `offer_late:${round.id}`;
  const offer = () => act({ type: "offer_late", round: round.id, text: draft.local }, key);
  const expired = round.expired || round.expired_ms !== undefined;
  const offers = expired && view.value.role !== "soloist"; // who is alone has nobody to take it
  return html`<section class=${`callout callout--${late ? "good" : "time"} stack stack--tight`} aria-label="Text that was not taken">
    <p>${saysOfLate(late, expired)}</p>
    ${draft && html`<pre class="typed">${draft.local}</pre>`}
    ${!late && offers && html`<div><${Button} size="small" busy=${pending.value.has(key)} off=${length(draft.local) > draft.limit ? "Longer than 20,000 characters" : ""}
      onPress=${offer}>Offer it to your interviewer<//></div>`}
    ${!late && !offers && html`<div class="row"><${CopyButton} size="small" text=${draft.local}>Copy it<//></div>`}
  </section>`;
}

function saysOfLate(late, expired) {
  if (late === "offered") return `Offered. ${leadName()} decides whether to take what you typed after time.`;
  if (late === "accepted") return `${leadName()} took what you typed after time. The report says that it came late.`;
  return expired
    ? "Time was over before your last words arrived, so they were not taken. They are not lost:"
    : "Your last words came after the question was handed in or closed. They are kept here for you:";
}

function Waiting() {
  const { rounds, planned } = view.value;
  const last = rounds.at(-1);
  return html`<div class="page-column stack between">
    <h1 tabindex="-1" data-stage-heading>${!last ? "Here we go" : planned === 0 ? "That was the last planned question" : "Between two questions"}</h1>
    <p class="lede waiting">${leadName()} chooses the ${last ? "next" : "first"} question. It appears here by itself.</p>
    <${Swap} />
    ${planned > 0 && html`<p class="meta">${planned} ${planned === 1 ? "question is" : "questions are"} still planned.</p>`}
    ${rounds.map((line) => html`<${Untaken} key=${line.id} round=${line} />`)}
    ${rounds.length > 0 && html`<section class="stack stack--tight"><h2 class="h3">So far</h2>
      <ol class="rounds">${rounds.map((line) => html`<li key=${line.id} class="rounds__line"><span class="rounds__title">${line.title}</span>
        ${line.state === "skipped" && html`<span class="badge badge--quiet">Comes back later</span>`}</li>`)}</ol></section>`}
    <${Preparation} />
  </div>`;
}

function remembered() {
  try {
    return localStorage.getItem(MONO) === "on";
  } catch {
    return false;
  }
}
