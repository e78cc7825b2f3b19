// Where a question is split: the paragraphs of its texts, each of which can be the next question.
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/htm.js";
import { titleOf } from "./row.js";
import { edit, goTo, step, work } from "./store.js";
import { paragraphs, PART_NAMES, PARTS, split } from "./work.js";

export function Split({ question, onClose }) {
  const parts = PARTS.map((part) => [part, paragraphs(question[part])]).filter(([, found]) => found.length);
  const choose = (part, from) => {
    const key = work.value.next;
    onClose();
    step(`Split “${titleOf(question)}” in two.`, split(work.value, question.key, part, from));
    edit(null);
    goTo(key);
  };
  const places = parts.flatMap(([part, found]) => found.map(({ from, to }, at) => ({ part, from, text: question[part].slice(from, to), first: part === "prompt" && at === 0 })));
  return html`<${Dialog} title="Split the question" wide onClose=${onClose}>
    ${places.length > 1
      ? html`<p class="meta">Choose the paragraph with which the next question begins. What follows it goes with it.</p>
        <ol class="list">${places.map(({ part, from, text, first }, at) => html`<li key=${at} class="stack stack--tight">
          <p class="eyebrow">${PART_NAMES[part]}</p>
          <p class="as-typed">${text}</p>
          ${!first && html`<div class="row"><${Button} size="small" aria-label=${`The next question begins here: ${text.slice(0, 60)}`} onPress=${() => choose(part, from)}>The next question begins here<//></div>`}
        </li>`)}</ol>`
      : html`<p>It has one paragraph only. To split it there, edit it and put a blank line where the next question begins.</p>`}
  <//>`;
}
