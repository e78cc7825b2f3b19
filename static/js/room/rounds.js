// The rounds so far, for those who interview: marked or not, skipped, late text; each opens with its marks and note.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { unmarked } from "../live/next-step.js";
import { asking, interviewed } from "../live/room-state.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { Marks } from "./marks.js";
import { Notes } from "./notes.js";
import { Panel } from "./panel.js";
import { act, deck, dimensions, isLead, pending, read, texts, view } from "./store.js";

export function Rounds() {
  const opened = useSignal(null);
  const lines = view.value.rounds.filter((line) => line.state !== "open");
  if (!lines.length) return null;
  const line = lines.find((one) => one.id === opened.value);
  return html`<section class="card stack" aria-labelledby="rounds-title">
    <h2 class="h3" id="rounds-title">So far</h2>
    <ol class="rounds">${lines.map((one) => html`<${Line} key=${one.id} line=${one} onOpen=${() => (opened.value = one.id)} />`)}</ol>
    ${line && html`<${Dialog} title=${line.title} wide onClose=${() => (opened.value = null)}><${RoundDetail} line=${line} idPrefix="dialog" /><//>`}
  </section>`;
}

function Line({ line, onOpen }) {
  const mine = interviewed(line);
  return html`<li class="rounds__line">
    ${mine ? html`<button type="button" class="link-button rounds__title" onClick=${onOpen}>${line.title}</button>` : html`<span class="rounds__title">${line.title}</span>`}
    <span class="row">
      <${RoundBadges} line=${line} />
      ${line.state === "skipped" && mine && isLead.value && view.value.status === "live" &&
      html`<${Button} size="small" busy=${pending.value.has("ask")} onPress=${() => act(asking(view.value, line.question), "ask")}>Come back to it<//>`}
    </span>
  </li>`;
}

/** How far a round is: skipped, marked, late text waiting. */
export function RoundBadges({ line }) {
  if (line.state === "skipped") return html`<span class="badge badge--quiet">Skipped</span>`;
  if (!interviewed(line)) return null;
  const missing = unmarked(line, dimensions.value).length;
  const all = dimensions.value.length;
  return html`${line.panel?.passed ? html`<span class="badge badge--quiet">You passed</span>`
      : missing === all ? html`<span class="badge badge--time">Not marked</span>`
      : missing ? html`<span class="badge badge--time nums">${all - missing} of ${all} marked</span>`
      : html`<span class="badge badge--good">Marked</span>`}
    ${line.late === "offered" && html`<span class="badge badge--time">Late text offered</span>`}`;
}

/** All of a closed round that its interviewer works on: question, answer, late text, marks, note. */
export function RoundDetail({ line, idPrefix }) {
  const question = deck.value?.questions?.find((one) => one.id === line.question);
  const typed = view.value.options.answering !== "spoken";
  useEffect(() => {
    if (typed) read(`answer:${line.id}`);
  }, [line.id]);
  const answer = texts.value[`answer:${line.id}`]?.full;
  return html`<div class="stack">
    ${question && html`<details class="peek"><summary>The question and its answer</summary>
      <div class="stack"><${Prose} of=${question.prompt} />${question.answer && html`<${Prose} of=${question.answer} />`}</div></details>`}
    ${typed && html`<div class="stack stack--tight"><h2 class="h4">What was typed</h2>${answer ? html`<pre class="typed">${answer}</pre>` : html`<p class="meta">Nothing.</p>`}</div>`}
    <${LateText} round=${line} />
    <${Marks} round=${line} idPrefix=${`${idPrefix}-marks`} />
    <${Panel} round=${line} />
    <${Notes} round=${line} idPrefix=${`${idPrefix}-note`} />
  </div>`;
}

/** Text that came after a hard expiry: to be accepted, on record. */
export function LateText({ round }) {
  useEffect(() => {
    if (round.late) read(`late:${round.id}`);
  }, [round.late]);
  if (!round.late) return null;
  const text = texts.value[`late:${round.id}`]?.full;
  const key = `accept_late:${round.id}`;
  return html`<section class="callout callout--time stack stack--tight" aria-label="Late text">
    <p><strong>${round.late === "offered" ? "Typed after the time was over, and offered to you:" : "Typed after the time was over; you accepted it."}</strong></p>
    ${text && html`<pre class="typed">${text}</pre>`}
    ${round.late === "offered" && html`<div><${Button} size="small" busy=${pending.value.has(key)} onPress=${() => act({ type: "accept_late", round: round.id }, key)}>Accept it as the answer<//>
      <p class="meta">The report says that it came late.</p></div>`}
  </section>`;
}
