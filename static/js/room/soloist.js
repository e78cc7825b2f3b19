// A strict drill, from its lobby to its end: one question at a time, one clock, one main button, and no answer before the end.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asking } from "../live/room-state.js";
import { held, soloStep } from "../live/solo-step.js";
import { Button, TwicePress } from "../ui/button.js";
import { ClockFace } from "../ui/clock-face.js";
import { html } from "../ui/htm.js";
import { keyOf, Keys, nameOf, useKeys } from "../ui/keys.js";
import { Answer, Untaken } from "./candidate.js";
import { OtherDevices } from "./people.js";
import { Health } from "./presence.js";
import { Prompt } from "./question.js";
import { act, addressOf, connection, draftOf, notice, pending, serverNow, view } from "./store.js";

export function Soloist() {
  const { status } = view.value;
  if (status === "lobby") return html`<${Lobby} />`;
  return status === "live" ? html`<${Live} />` : html`<${Over} />`;
}

function Lobby() {
  const { title, total, options } = view.value;
  const start = async () => (await act({ type: "start" })) && act(asking(view.value));
  useMainKeys();
  return html`<header class="page-header">
      <p class="eyebrow">Strict drill</p>
      <h1 tabindex="-1" data-stage-heading>${title}</h1>
    </header>
    <div class="page-column stack">
      <section class="card stack" aria-labelledby="what-title">
        <h2 class="h3" id="what-title">What will happen</h2>
        <ul class="expect">
          <li>${total === 1 ? "One question, with" : `${total} questions, one at a time, each with`} a moment to think and time to answer.</li>
          <li>${options.answering === "typed" ? "You type your answers. When time is up, nothing more is taken." : "You answer in your head, or aloud, until time is up."}</li>
          <li>The clock can’t be stopped. If the line is lost, it stands still, and goes on when you are back.</li>
          <li>Guidance and model answers come when the drill has ended.</li>
        </ul>
      </section>
      <${Health} />
      <div class="row"><${OtherDevices} /><${Keys} /></div>
    </div>
    <div class="action-bar"><${Button} id="step" kind="primary" size="large" shortcut=${keyOf(" ")} busy=${pending.value.has("start") || pending.value.has("ask")} onPress=${start}>Start the drill<//></div>`;
}

function Live() {
  const { round, options, total } = view.value;
  const draft = round && options.answering === "typed" ? draftOf("answer", round.id) : null;
  useMainKeys(options.answering === "typed" ? [{ key: "a", says: "Go to the answer box", does: () => document.getElementById("answer")?.focus() }] : []);
  return html`<div class="stage-bar">
      ${round ? html`<${Clock} clock=${round.clock} />` : html`<p class="stage-bar__idle">No question is open</p>`}
      ${round?.expired_ms !== undefined && html`<p class="badge badge--time">Time is up</p>`}
      ${round?.submitted_ms !== undefined && html`<p class="badge badge--good">Handed in</p>`}
      <${Step} key=${round?.id} draft=${draft} />
    </div>
    <div class="page-column stack stack--loose" key=${round?.id}>
      ${round ? html`<${Prompt} prompt=${round.prompt} lines=${[`Question ${round.id} of ${total}`]} />` : html`<${Between} />`}
      ${draft && html`<${Answer} round=${round} draft=${draft} />`}
      ${round && !draft && html`<p class="meta">Answer in your head, or aloud, as you would to somebody.</p>`}
      <${Aside} round=${round} />
    </div>`;
}

/** The clock; without a line it is held where it was, as the server does. */
function Clock({ clock }) {
  const lost = connection.value.state === "lost";
  const since = useRef(null);
  if (!lost) since.current = null;
  else since.current ??= serverNow();
  return html`<${ClockFace} clock=${lost ? held(clock, since.current) : clock} now=${serverNow} hard />`;
}

function Step({ draft }) {
  const submitting = useSignal(false);
  const step = soloStep(view.value);
  const take = async () => {
    submitting.value = true;
    if (step.command.type === "submit") await draft?.flush(); // what was typed belongs to the answer
    if (step.command.type === "submit" && draft?.state === "long") notice("Your text is longer than 20,000 characters. Shorten it, then press again.");
    else await act(step.command);
    submitting.value = false;
  };
  if (!step) return html`<p class="next-step meta">The clock is held</p>`;
  const props = { id: "step", kind: "primary", class: "next-step__button", shortcut: keyOf(" "), busy: submitting.value || pending.value.has(step.command.type), onPress: take };
  return html`<div class="next-step">${step.confirm
    ? html`<${TwicePress} key="twice" ...${props} confirm=${step.confirm}>${step.label}<//>`
    : html`<${Button} key="once" ...${props}>${step.label} <kbd aria-hidden="true">${nameOf(keyOf(" "))}</kbd><//>`}</div>`;
}

function Between() {
  const { rounds, planned } = view.value;
  return html`<h1 tabindex="-1" data-stage-heading>${planned === 0 ? "That was the last question" : rounds.length ? "Between two questions" : "Here we go"}</h1>
    <p class="lede">${planned === 0 ? "End the drill to see the answers." : `${planned} ${planned === 1 ? "question is" : "questions are"} still to come.`}</p>
    ${rounds.map((line) => html`<${Untaken} key=${line.id} round=${line} />`)}`;
}

/** What is not the next step: to put the question aside, and to end before the last one. */
function Aside({ round }) {
  const running = round && round.submitted_ms === undefined && round.expired_ms === undefined;
  const last = soloStep(view.value)?.command.type === "end";
  return html`<div class="row">
    ${running && html`<${Button} size="small" busy=${pending.value.has("skip")} onPress=${() => act({ type: "skip" })}>Skip, come back later<//>`}
    ${!last && html`<${TwicePress} size="small" kind="danger" busy=${pending.value.has("end")} confirm="Press again to end the drill" onPress=${() => act({ type: "end" })}>End the drill<//>`}
  </div>`;
}

function Over() {
  const { title, rounds } = view.value;
  return html`<div class="page-column stack between">
    <p class="eyebrow">${title}</p>
    <h1 tabindex="-1" data-stage-heading>The drill is over</h1>
    <p class="lede">${rounds.length ? "Each question, your time, and now the model answers." : "You looked at no question."}</p>
    <div class="row"><a class="button button--primary button--large" href=${addressOf("report")}>See the answers</a><a class="button button--large" href="/drill">Practise again</a></div>
    ${rounds.map((line) => html`<${Untaken} key=${line.id} round=${line} />`)}
  </div>`;
}

/** Space and Enter press the main button, whichever it is; `more` are keys beside them. */
function useMainKeys(more = []) {
  const does = () => document.getElementById("step")?.click();
  useKeys([
    { key: " ", says: "The main step: answer, done, next question", does, main: true },
    { key: "Enter", says: "The same", does },
    ...more,
  ]);
}
