// Find a question in the deck: to ask it now, or to put it into the plan.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { duration } from "../live/clock.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { BringDeck } from "./bring.js";
import { act, deck, isLead, pending, view } from "./store.js";

const DIFFICULTY = { 1: "easy", 2: "medium", 3: "hard" };

export function Picker({ onClose }) {
  const query = useSignal("");
  const field = useRef(null);
  useEffect(() => field.current?.focus(), []);
  const questions = deck.value?.questions;
  const found = questions?.filter((question) => matches(question, query.value)) ?? [];
  if (questions?.length === 0) {
    return html`<${Dialog} title="Questions of this deck" onClose=${onClose}>
      <p>There is no question here yet. Those of the deck that you bring can be found, planned and asked here.</p><div><${BringDeck} /></div><//>`;
  }
  return html`<${Dialog} title="Questions of this deck" wide onClose=${onClose}>
    <div class="field field--wide">
      <label for="picker-query">Search titles and topics</label>
      <input ref=${field} id="picker-query" type="text" inputmode="search" autocomplete="off" value=${query.value} onInput=${(event) => (query.value = event.currentTarget.value)} />
      <p class="field__hint" role="status">${questions ? `${found.length} of ${questions.length} questions` : "Fetching the deck…"}</p>
    </div>
    <ul class="list">
      ${found.map((question) => html`<${Line} key=${question.id} question=${question} onAsked=${onClose} />`)}
    </ul>
    ${questions && !found.length && html`<p class="empty">No question has all of these words.</p>`}
  <//>`;
}

function Line({ question, onAsked }) {
  const { plan, rounds, status } = view.value;
  const round = rounds.find((line) => line.question === question.id);
  const planned = plan.some((one) => one.id === question.id);
  const asked = round && round.state !== "skipped";
  const askable = status === "live" && isLead.value && !asked;
  const add = () => act({ type: "plan", questions: [...plan.map((one) => one.id), question.id] }, "plan");
  const ask = async () => (await act({ type: "ask", question: question.id }, "ask")) && onAsked();
  return html`<li class="stack stack--tight">
    <div class="spread">
      <div class="picker__text">
        <strong>${question.title}</strong>
        <p class="meta">${[...(question.topics ?? []), DIFFICULTY[question.difficulty], duration(question.seconds)].join(" · ")}</p>
      </div>
      <div class="row">
        ${asked && html`<span class="badge badge--quiet">${round.state === "open" ? "Open now" : "Asked"}</span>`}
        ${planned && html`<span class="badge badge--good">In your plan</span>`}
        ${!asked && !planned && html`<${Button} size="small" busy=${pending.value.has("plan")} onPress=${add}>Add to plan<//>`}
        ${askable && html`<${Button} size="small" busy=${pending.value.has("ask")} onPress=${ask}>${round ? "Come back to it" : "Ask now"}<//>`}
      </div>
    </div>
    <details class="peek"><summary>Read it</summary><${Prose} of=${question.prompt} /></details>
  </li>`;
}

function matches(question, query) {
  const text = [question.title, ...(question.topics ?? [])].join(" ").toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
