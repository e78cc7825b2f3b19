// The room as an observer sees it: as the candidate does, and what they type.
import { useEffect } from "preact/hooks";
import { html } from "../ui/htm.js";
import { ClockFace } from "../ui/clock-face.js";
import { candidateName, leadName } from "./presence.js";
import { numberOf, Prompt, ShownStages } from "./question.js";
import { Swap } from "./swap.js";
import { read, serverNow, texts, view } from "./store.js";

const SIGNALS = { moment: "needs a moment", hint: "asks for a hint" };

export function Observer() {
  const { round, options } = view.value;
  const typed = options.answering !== "spoken";
  const key = round && `answer:${round.id}`;
  useEffect(() => {
    if (typed && key) read(key);
  }, [typed, key]);
  if (!round) {
    return html`<div class="page-column stack between">
      <h1 tabindex="-1" data-stage-heading>Watching</h1>
      <p class="lede waiting">${leadName()} chooses the next question. It appears here by itself.</p>
      <${Swap} />
    </div>`;
  }
  const text = texts.value[key]?.full;
  return html`<div class="stage-bar">
      <${ClockFace} clock=${round.clock} now=${serverNow} hard=${options.expiry === "hard"} />
      <p class="next-step meta">${round.submitted_ms !== undefined ? "Handed in" : "You are watching"}</p>
    </div>
    <div class="page-column stack stack--loose" key=${round.id}>
      <${Prompt} prompt=${round.prompt} lines=${[numberOf(round)]} />
      ${Object.keys(round.signals).map((signal) => html`<p key=${signal} class="callout callout--time">${candidateName()} ${SIGNALS[signal]}.</p>`)}
      <${ShownStages} round=${round} />
      ${typed && html`<section class="card stack stack--tight"><h2 class="h3">What the candidate types</h2>
        ${text ? html`<pre class="typed">${text}</pre>` : html`<p class="waiting">Nothing yet</p>`}</section>`}
    </div>`;
}
