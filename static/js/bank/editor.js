// The editor of a question: its fields, and beside them how it will look.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { LIMITS } from "./limits.js";
import { proposedPoints, rendered } from "./rendered.js";
import { Choices, Text, titleOf } from "./row.js";
import { focusSoon, goTo, step, work } from "./store.js";
import { edited, moved, PART_NAMES, PARTS } from "./work.js";

const HINTS = {
  prompt: "Markdown: **bold**, lists, and code between lines of ```.",
  guidance: "Shown to the candidate first.",
  answer: "",
  example: "What one could say, in spoken words.",
};

export function Editor({ question, place }) {
  const id = (field) => `${field}-${question.key}`;
  const change = (changes) => step(`The edit of “${titleOf(question)}”`, edited(work.value, question.key, changes), `${question.key}:${Object.keys(changes).join()}`);
  useLayoutEffect(() => focusSoon(id("prompt")), []);
  return html`<div class="editor">
    <div class="stack editor__fields">
      ${PARTS.map((part) => html`<div key=${part} class="stack stack--tight"><${Area} id=${id(part)} label=${PART_NAMES[part]} hint=${HINTS[part]} value=${question[part] ?? ""} onInput=${(text) => change({ [part]: text || (part === "prompt" ? "" : null) })} />
        ${part === "prompt" && html`<${ChoiceFields} question=${question} change=${change} />`}</div>`)}
      <${Lines} id=${id("points")} label="Talking points" hint="One a line: what an answer should touch." values=${question.points} apart="\n" onChange=${(points) => change({ points })} />
      <${Propose} question=${question} />
      <div class="editor__small">
        <${Lines} id=${id("topics")} label="Topics" hint="With commas between them." values=${question.topics} apart="," onChange=${(topics) => change({ topics })} />
        <div class="field"><label for=${id("difficulty")}>Difficulty</label>
          <select id=${id("difficulty")} value=${question.difficulty ?? ""} onChange=${(event) => change({ difficulty: Number(event.currentTarget.value) || null })}>
            <option value="">not said (medium)</option><option value="1">easy</option><option value="2">medium</option><option value="3">hard</option>
          </select></div>
        <${NumberField} id=${id("seconds")} label="Seconds to answer" value=${question.seconds} least=${10} most=${3600} onChange=${(seconds) => change({ seconds })} />
        <${NumberField} id=${id("place")} label="Place in the deck" value=${place + 1} least=${1} most=${work.value.questions.length} onChange=${(to) => to && move(question, to - 1)} />
      </div>
    </div>
    <${Look} question=${question} />
  </div>`;
}

/** Proposes talking points; those that stand there stay. */
function Propose({ question }) {
  const busy = useSignal(false);
  const propose = async () => {
    busy.value = true;
    const found = await proposedPoints(question);
    busy.value = false;
    const fresh = found?.filter((point) => !question.points.includes(point)).slice(0, LIMITS.points - question.points.length);
    if (!fresh?.length) return announce(found ? "The answer makes no further points." : "The server could not be asked. Try again.");
    step(`Added ${fresh.length} talking points.`, edited(work.value, question.key, { points: [...question.points, ...fresh] }));
  };
  return html`<div class="row"><${Button} size="small" busy=${busy.value} off=${question.answer || question.example ? "" : "Write an answer first"} onPress=${propose}>Propose them from the answer<//></div>`;
}

function move(question, place) {
  step(`“${titleOf(question)}” is number ${place + 1} now.`, moved(work.value, question.key, place));
  goTo(question.key, "place");
}

function Area({ id, label, hint, value, onInput }) {
  const left = LIMITS.body - value.length;
  return html`<div class="field field--wide">
    <label for=${id}>${label}</label>
    ${hint && html`<p class="field__hint" id=${`${id}-hint`}>${hint}</p>`}
    <textarea id=${id} dir="auto" aria-describedby=${hint ? `${id}-hint` : undefined} aria-invalid=${left < 0 ? "true" : undefined} value=${value} onInput=${(event) => onInput(event.currentTarget.value)}></textarea>
    ${left < 1000 && html`<p class=${left < 0 ? "field__error" : "field__hint"}>${left < 0 ? `${(-left).toLocaleString("en")} characters too many` : `${left} characters left`}</p>`}
  </div>`;
}

/** Values in one text field, with something between them; what is being typed stays as it is typed. */
function Lines({ id, label, hint, values, apart, onChange }) {
  const glue = apart === "," ? ", " : apart;
  const typed = useSignal(values.join(glue));
  const parsed = (text) => text.split(apart).map((one) => one.trim()).filter(Boolean);
  if (parsed(typed.value).join(glue) !== values.join(glue)) typed.value = values.join(glue); // undone, or proposed
  const input = (event) => {
    typed.value = event.currentTarget.value;
    onChange(parsed(typed.value));
  };
  return html`<div class="field field--wide"><label for=${id}>${label}</label><p class="field__hint" id=${`${id}-hint`}>${hint}</p>
    ${apart === ","
      ? html`<input type="text" id=${id} dir="auto" aria-describedby=${`${id}-hint`} value=${typed.value} onInput=${input} />`
      : html`<textarea id=${id} dir="auto" aria-describedby=${`${id}-hint`} value=${typed.value} onInput=${input}></textarea>`}
  </div>`;
}

function NumberField({ id, label, value, least, most, onChange }) {
  const changed = (event) => {
    const given = event.currentTarget.value;
    onChange(given === "" ? null : Math.max(least, Math.min(most, Math.round(Number(given)))));
  };
  return html`<div class="field"><label for=${id}>${label}</label>
    <input type="number" id=${id} inputmode="numeric" min=${least} max=${most} value=${value ?? ""} onChange=${changed} /></div>`;
}

function ChoiceFields({ question, change }) {
  const { choices } = question;
  const set = (at, changes) => change({ choices: labelled(choices.map((one, index) => (index === at ? { ...one, ...changes } : one))) });
  const remove = (at) => change({ choices: labelled(choices.filter((_, index) => index !== at)) });
  const add = () => {
    change({ choices: labelled([...choices, { label: "", text: "", correct: null }]) });
    focusSoon(`choice-${question.key}-${choices.length}`);
  };
  return html`<fieldset class="stack stack--tight">
    ${choices.length > 0 && html`<legend>Answers to choose from</legend>`}
    ${choices.map((choice, at) => html`<div key=${at} class="editor__choice">
      <strong>${choice.label}</strong>
      <input type="text" id=${`choice-${question.key}-${at}`} aria-label=${`Choice ${choice.label}`} dir="auto" value=${choice.text} onInput=${(event) => set(at, { text: event.currentTarget.value })} />
      <label class="choice choice--bare"><input type="checkbox" checked=${Boolean(choice.correct)} onChange=${(event) => set(at, { correct: event.currentTarget.checked })} /> right</label>
      <button type="button" class="tool" aria-label=${`Remove choice ${choice.label}`} onClick=${() => remove(at)}>✕</button>
    </div>`)}
    <div class="row">${choices.length < 8 && html`<${Button} size="small" kind="quiet" onPress=${add}>${choices.length ? "Another choice" : "Add answers to choose from"}<//>`}</div>
  </fieldset>`;
}

function labelled(choices) {
  return choices.map((choice, at) => ({ ...choice, label: String.fromCharCode(65 + at) }));
}

function Look({ question }) {
  const made = rendered(question);
  return html`<section class="editor__look stack stack--tight" aria-label="As it will look">
    <p class="eyebrow">As it will look</p>
    <div class="review-row__prompt"><${Text} typed=${question.prompt} made=${made?.prompt} /></div>
    <${Choices} choices=${question.choices} made=${made?.choices} />
    ${PARTS.slice(1).filter((part) => question[part]).map((part) => html`<div key=${part} class="stack stack--tight"><h4>${PART_NAMES[part]}</h4><${Text} typed=${question[part]} made=${made?.[part]} /></div>`)}
  </section>`;
}
