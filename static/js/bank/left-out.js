// What the document has besides its questions, so that nothing vanishes unseen; and the questions that were dropped.
import { useSignal } from "@preact/signals";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/htm.js";
import { titleOf } from "./row.js";
import { goTo, step, work } from "./store.js";
import { appended, asked, PART_NAMES, PARTS, putBack } from "./work.js";

const AT_FIRST = 20;

export function LeftOut() {
  const { leftOut } = work.value;
  const most = useSignal(AT_FIRST);
  const target = useSignal(null);
  if (!leftOut.length) return null;
  const ask = (one) => {
    const key = work.value.next;
    step(`Made a question of what was left out: number ${work.value.questions.length + 1}, the last one.`, asked(work.value, one.key));
    goTo(key);
  };
  return html`<details class="disclosure" id="left-out"><summary>Left out of the questions: ${leftOut.length} ${leftOut.length === 1 ? "paragraph" : "paragraphs"}</summary>
    <div class="stack">
      <p class="meta">Headings, contents, advice and the like. Nothing of it is kept unless you say so.</p>
      <ul class="list">${leftOut.slice(0, most.value).map((one) => html`<li key=${one.key} class="stack stack--tight">
        <p class="as-typed">${one.text}</p>
        <div class="row">
          <${Button} size="small" aria-label=${`Make it a question: ${one.text.slice(0, 60)}`} onPress=${() => ask(one)}>Make it a question<//>
          <${Button} size="small" aria-label=${`Add it to a question: ${one.text.slice(0, 60)}`} onPress=${() => (target.value = one)}>Add it to a question<//>
        </div>
      </li>`)}</ul>
      ${leftOut.length > most.value && html`<div class="row"><${Button} size="small" onPress=${() => (most.value += 5 * AT_FIRST)}>Show more<//></div>`}
    </div>
    ${target.value && html`<${Append} one=${target.value} onClose=${() => (target.value = null)} />`}
  </details>`;
}

function Append({ one, onClose }) {
  const place = useSignal(1);
  const part = useSignal("answer");
  const { questions } = work.value;
  const question = questions[place.value - 1];
  const append = () => {
    onClose();
    step(`Added it to “${titleOf(question)}”.`, appended(work.value, one.key, question.key, part.value));
    goTo(question.key);
  };
  return html`<${Dialog} title="Add it to a question" onClose=${onClose}>
    <p class="as-typed meta">${one.text.length > 300 ? `${one.text.slice(0, 300)}…` : one.text}</p>
    <div class="field"><label for="append-place">Number of the question</label>
      <input type="number" id="append-place" inputmode="numeric" min="1" max=${questions.length} value=${place.value} onInput=${(event) => (place.value = Number(event.currentTarget.value))} />
      <p class="field__hint" role="status">${question ? titleOf(question) : `From 1 to ${questions.length}`}</p></div>
    <div class="field"><label for="append-part">At the end of</label>
      <select id="append-part" value=${part.value} onChange=${(event) => (part.value = event.currentTarget.value)}>${PARTS.map((each) => html`<option key=${each} value=${each}>${PART_NAMES[each]}</option>`)}</select></div>
    <div class="row"><${Button} kind="primary" off=${question ? "" : "Give the number of a question"} onPress=${append}>Add it<//></div>
  <//>`;
}

export function Dropped() {
  const { dropped } = work.value;
  if (!dropped.length) return null;
  const back = (one) => {
    step(`“${titleOf(one)}” is back.`, putBack(work.value, one.key));
    goTo(one.key);
  };
  return html`<details class="disclosure" id="dropped"><summary>Dropped: ${dropped.length} ${dropped.length === 1 ? "question" : "questions"}</summary>
    <ul class="list">${dropped.map((one) => html`<li key=${one.key} class="spread"><span>${titleOf(one)}</span>
      <${Button} size="small" aria-label=${`Put back: ${titleOf(one)}`} onPress=${() => back(one)}>Put it back<//></li>`)}</ul>
  </details>`;
}
