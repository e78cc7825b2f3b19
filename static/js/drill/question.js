// One question of a drill: the prompt, one clock, one's answer, and what follows it. One main button takes every step.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "../ui/button.js";
import { ClockFace } from "../ui/clock-face.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { keyOf, nameOf, useKeys } from "../ui/keys.js";
import * as courses from "./course.js";
import { coverage, synonymsOf, textOf } from "./coverage.js";
import { Grading } from "./grading.js";
import { Points } from "./points.js";
import { Speaking } from "./speaking.js";
import { answerBy, drill, grade, held, now_ms, pause, reveal, step, tick, type, undo } from "./store.js";

const NAMES = { guidance: "Guidance", answer: "Answer", example: "Example answer" };
const SHOWS = { guidance: "Show the guidance", answer: "Show the answer", example: "Show an example" };
const WAYS = { head: "in my head", typed: "typed", spoken: "spoken, recorded here" };
const SAYS = {
  head: "Answer in your head, or aloud. Then look.",
  spoken: "Answer aloud, as you would to somebody.",
};

export function Question({ question }) {
  const { course, answering, typed } = held.value;
  const answered = course.phase === "answered";
  const clock = courses.clock(course, question, now_ms.value);
  const number = Object.keys(held.value.graded).length + 1;
  const looked = courses.gradable(course, question);
  const text = typed[course.place] ?? "";
  const isTyped = answering === "typed" && text.trim() !== "";
  const found = useMemo(() => (looked && isTyped ? covered(question, text) : question.points.map(() => false)), [looked, isTyped && text]);
  const ticked = held.value.ticks[course.place] ?? found;
  const counted = question.points.length && (isTyped || ticked !== found) ? { covered: ticked.filter(Boolean).length, points: question.points.length } : {};
  useDrillKeys(counted);
  const last = course.shown.at(-1);
  useEffect(() => {
    if (last) bringIntoView(document.getElementById(`shown-${last}`));
    else scrollTo(0, 0);
  }, [last]);
  useKeptFocus();
  return html`<div class="stage-bar">
      ${clock ? html`<${ClockFace} clock=${clock} now=${Date.now} />
          <${Button} size="small" pressed=${course.paused_ms !== null} shortcut=${keyOf("p")} onPress=${pause}>${course.paused_ms === null ? "Pause" : "Go on"}<//>`
        : html`<p class="stage-bar__idle">${took(course)}</p>`}
      ${held.value.done.length > 0 && html`<${Button} size="small" kind="quiet" class="drill-undo" shortcut=${keyOf("u")} onPress=${undo}>Undo the last grade<//>`}
    </div>
    <div class="page-column stack stack--loose">
      <section class="prompt" aria-labelledby="prompt">
        <h1 class="eyebrow" id="prompt" tabindex="-1">Question ${number} of ${drill.total}</h1>
        <${Prose} of=${question.prompt} large />
      </section>
      ${answering === "typed" ? html`<${Typed} text=${text} answered=${answered} />` : !answered && html`<p class="meta">${SAYS[answering]}</p>`}
      ${answering === "spoken" && html`<${Speaking} key=${course.place} drill=${drill.id} place=${course.place} running=${course.phase === "answer" && course.paused_ms === null} shown=${looked} />`}
      ${course.shown.map((stage) => html`<section key=${stage} id=${`shown-${stage}`} class=${`card stage stage--${stage} stack stack--tight is-new`} aria-label=${NAMES[stage]}>
        <h2 class="h3">${NAMES[stage]}</h2>
        <${Prose} of=${question[stage]} />
      </section>`)}
      ${looked && question.points.length > 0 && html`<${Points} points=${question.points} found=${found} ticked=${ticked} typed=${isTyped} onTick=${(index, value) => tick(index, value, ticked)} />`}
      <p class="meta drill-way"><label for="answering">I answer</label> <select id="answering" value=${answering} onChange=${(event) => answerBy(event.currentTarget.value)}>
        ${Object.entries(WAYS).map(([way, name]) => html`<option key=${way} value=${way} selected=${way === answering}>${name}</option>`)}
      </select> · from ${question.deck}</p>
    </div>
    <${Actions} course=${course} question=${question} found=${counted} />`;
}

function Actions({ course, question, found }) {
  const running = course.phase !== "answered";
  const next = courses.next(course, question);
  const label = course.phase === "think" ? "Answer now" : running ? "I’m done" : next ? SHOWS[next] : "";
  return html`<div class="action-bar drill-bar">
    ${running && html`<div class="row drill-bar__help">
      ${question.guidance && !course.shown.includes("guidance") && html`<${Button} size="small" kind="quiet" shortcut=${keyOf("g")} onPress=${() => reveal("guidance")}>Guidance, please<//>`}
      ${question.answer && html`<${Button} size="small" kind="quiet" shortcut=${keyOf("x")} onPress=${() => reveal("answer")}>I don’t know: the answer<//>`}
    </div>`}
    ${courses.gradable(course, question) && html`<${Grading} course=${course} question=${question} found=${found} />`}
    ${label && html`<${Button} id="step" kind=${courses.gradable(course, question) ? "" : "primary"} class="drill-bar__step" shortcut=${keyOf(" ")} onPress=${step}>${label} <kbd aria-hidden="true">${nameOf(keyOf(" "))}</kbd><//>`}
  </div>`;
}

function Typed({ text, answered }) {
  return html`<div class="field field--wide">
    <label for="answer">Your answer</label>
    <textarea id="answer" rows="8" readonly=${answered} data-keys=${answered ? "" : undefined} aria-describedby="answer-state" value=${text} onInput=${(event) => type(event.currentTarget.value)}></textarea>
    <p class="field__hint" id="answer-state">${answered ? "As you left it. It stays on this device." : "It stays on this device. Ctrl+Enter when you are done."}</p>
  </div>`;
}

function useDrillKeys(found) {
  const latest = useRef(found);
  latest.current = found;
  useKeys([
    { key: " ", says: "The main step: answer, done, show what comes next", does: step, main: true },
    ...[1, 2, 3, 4].map((value) => ({ key: String(value), says: `Grade: ${["again", "hard", "good", "easy"][value - 1]}`, does: () => grade(value, latest.current) })),
    { key: "g", says: "Guidance, please", does: () => reveal("guidance") },
    { key: "x", says: "Show the answer now", does: () => reveal("answer") },
    { key: "u", says: "Undo the last grade", does: undo },
    { key: "p", says: "Stop the clock, or let it go on", does: pause },
    { key: "a", says: "Go to the answer box", does: () => document.getElementById("answer")?.focus() },
  ]);
}

function covered(question, answer) {
  const { points, language, prompt } = question;
  return coverage({ points, answer, language, synonyms: synonymsOf(question), prompt: textOf(prompt) });
}

function bringIntoView(stage) {
  const bar = document.querySelector(".drill-bar").getBoundingClientRect();
  if (stage.getBoundingClientRect().bottom > bar.top) stage.scrollIntoView({ block: "start" });
}

/** When the button that has the focus goes away by being pressed, the focus stays in the bar. */
function useKeptFocus() {
  const had = useRef(false);
  had.current = Boolean(document.activeElement?.closest(".drill-bar"));
  useEffect(() => {
    if (had.current && document.activeElement === document.body) (document.getElementById("step") ?? document.getElementById("grading"))?.focus();
  });
}

function took({ think_ms, answer_ms }) {
  const seconds = (ms) => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`);
  return answer_ms ? `You thought for ${seconds(think_ms)} and answered in ${seconds(answer_ms)}.` : `You thought for ${seconds(think_ms)}.`;
}
