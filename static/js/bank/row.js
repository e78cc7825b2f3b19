// A question as it was understood, and what can be done with it.
import { useSignal } from "@preact/signals";
import { Button } from "../ui/button.js";
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";
import { Editor } from "./editor.js";
import { troubles } from "./limits.js";
import { rendered } from "./rendered.js";
import { Split } from "./split.js";
import { edit, editing, focusSoon, goTo, shown, step, unfolded, work } from "./store.js";
import { codeIn, doubts, dropped, edited, merged, moved, PART_NAMES, PARTS, placeOf } from "./work.js";

const DIFFICULTY = { 1: "easy", 2: "medium", 3: "hard" };
const MISSING = { guidance: "no guidance", answer: "no answer", example: "no example answer" };
const DRAGGED = "application/x-greenroom-question";

/** Return what a question is called in sentences and labels: its first line, shortened. */
export function titleOf(question) {
  const line = (question.prompt ?? "").trim().split("\n")[0].replace(/^#+\s*/, "");
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line || "(no text)";
}

function sentence(parts) {
  const text = parts.join(", ");
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

export function Row({ question }) {
  const over = useSignal(false);
  const open = editing.value === question.key;
  const place = placeOf(work.value, question.key);
  const drop = (event) => {
    event.preventDefault();
    over.value = false;
    move(Number(event.dataTransfer.getData(DRAGGED)), place);
  };
  const takes = (event) => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    over.value = true;
  };
  return html`<li class=${`review-row stack stack--tight ${over.value ? "is-over" : ""} ${open ? "is-open" : ""}`} onDragOver=${takes} onDragLeave=${() => (over.value = false)} onDrop=${drop}>
    <div class="review-row__head">
      <span class="grip" draggable="true" aria-hidden="true" title="Drag to another place" onDragStart=${(event) => {
        event.dataTransfer.setData(DRAGGED, question.key);
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setDragImage(event.currentTarget.closest("li"), 12, 12);
      }}>⠿</span>
      <h3 class="eyebrow" id=${`title-${question.key}`} tabindex="-1"><span class="nums">${place + 1}</span><span class="visually-hidden">: ${titleOf(question)}</span>${question.number !== null && String(question.number) !== String(place + 1) ? ` · “${question.number}” in the document` : ""}</h3>
      <span class="row review-row__facts"><${Facts} question=${question} /></span>
    </div>
    <${Reasons} question=${question} />
    ${open ? html`<${Editor} key=${question.key} question=${question} place=${place} />` : html`<${Texts} question=${question} />`}
    <${Actions} question=${question} place=${place} open=${open} />
  </li>`;
}

function Facts({ question }) {
  const code = codeIn(question).filter(Boolean);
  return [
    question.difficulty && html`<span class="badge badge--quiet">${DIFFICULTY[question.difficulty]}</span>`,
    question.choices.length > 0 && html`<span class="badge badge--quiet">${question.choices.length} choices</span>`,
    codeIn(question).length > 0 && html`<span class="badge badge--quiet">${["code", code.join(", ")].filter(Boolean).join(": ")}</span>`,
    ...question.topics.map((topic) => html`<span key=${topic} class="badge">${topic}</span>`),
  ];
}

function Reasons({ question }) {
  const why = doubts(question);
  const wrong = troubles(question);
  const looked = () => {
    const next = shown.value[shown.value.indexOf(question) + 1];
    step(`“${titleOf(question)}” is right as it is.`, edited(work.value, question.key, { seen: true }));
    if (next) focusSoon(`title-${next.key}`);
  };
  if (!why.length && !wrong.length) return null;
  return html`${wrong.map((sentence) => html`<p key=${sentence} class="callout callout--danger">${sentence}</p>`)}
    ${why.length > 0 && html`<div class="callout callout--time spread review-row__why">
      <div><strong>Look twice</strong> ${why.map((sentence) => html`<span key=${sentence}>${sentence} </span>`)}</div>
      <${Button} size="small" aria-label=${`It is right as it is: ${titleOf(question)}`} onPress=${looked}>It is right<//>
    </div>`}`;
}

function Texts({ question }) {
  const made = rendered(question);
  const missing = PARTS.slice(1).filter((part) => !question[part]).map((part) => MISSING[part]);
  return html`<div class="review-row__prompt"><${Text} typed=${question.prompt} made=${made?.prompt} /></div>
    <${Choices} choices=${question.choices} made=${made?.choices} />
    ${PARTS.slice(1).filter((part) => question[part]).map((part) => html`<details key=${part} class="peek" open=${unfolded.value}><summary>${PART_NAMES[part]}</summary>
      <${Text} typed=${question[part]} made=${made?.[part]} /></details>`)}
    ${question.points.length > 0 && html`<details class="peek"><summary>Talking points</summary><ul class="review-points">${question.points.map((point) => html`<li key=${point}>${point}</li>`)}</ul></details>`}
    ${missing.length > 0 && html`<p class="meta">${sentence(missing)}</p>`}`;
}

/** The answers to choose from, and which is right. */
export function Choices({ choices, made }) {
  if (!choices.length) return null;
  return html`<ul class="review-choices">${choices.map((choice, at) => html`<li key=${at}>
    <strong>${choice.label}</strong> <${Text} typed=${choice.text} made=${made?.[at]} /> ${choice.correct && html`<span class="badge badge--good">right</span>`}
  </li>`)}</ul>`;
}

/** A text as it will look, and until that has come from the server, as it is typed. */
export function Text({ typed, made }) {
  return made === undefined ? html`<p class="as-typed">${typed}</p>` : html`<${Prose} of=${made} />`;
}

function Actions({ question, place, open }) {
  const splitting = useSignal(false);
  const title = titleOf(question);
  const last = work.value.questions.length - 1;
  const drop = () => {
    const next = shown.value[shown.value.indexOf(question) + 1] ?? shown.value[shown.value.indexOf(question) - 1];
    step(`Dropped “${title}”.`, dropped(work.value, question.key));
    edit(null);
    focusSoon(next ? `title-${next.key}` : "undo");
  };
  const merge = (key) => {
    step(`Merged “${titleOf(work.value.questions[placeOf(work.value, key) + 1])}” into “${titleOf(work.value.questions[placeOf(work.value, key)])}”.`, merged(work.value, key));
    edit(null);
    goTo(key);
  };
  return html`<div class="row review-row__actions">
    <${Button} size="small" id=${`edit-${question.key}`} pressed=${open} aria-label=${`${open ? "Done with" : "Edit"} ${place + 1}: ${title}`} onPress=${() => edit(open ? null : question.key)}>${open ? "Done" : "Edit"}<//>
    <button type="button" class="tool" id=${`up-${question.key}`} aria-label=${`Move up: ${title}`} disabled=${place === 0} onClick=${() => move(question.key, place - 1, "up")}>↑</button>
    <button type="button" class="tool" id=${`down-${question.key}`} aria-label=${`Move down: ${title}`} disabled=${place === last} onClick=${() => move(question.key, place + 1, "down")}>↓</button>
    <details class="peek review-more"><summary aria-label=${`More for ${place + 1}: ${title}`}>More</summary><div class="row">
      ${place > 0 && html`<${Button} size="small" onPress=${() => merge(work.value.questions[place - 1].key)}>Merge with the previous<//>`}
      ${place < last && html`<${Button} size="small" onPress=${() => merge(question.key)}>Merge with the next<//>`}
      <${Button} size="small" onPress=${() => (splitting.value = true)}>Split<//>
    </div></details>
    <${Button} size="small" kind="danger" class="review-row__drop" aria-label=${`Drop ${place + 1}: ${title}`} onPress=${drop}>Drop<//>
    ${splitting.value && html`<${Split} question=${question} onClose=${() => (splitting.value = false)} />`}
  </div>`;
}

function move(key, place, by = "title") {
  const from = placeOf(work.value, key);
  if (from < 0 || from === place) return;
  const title = titleOf(work.value.questions[from]);
  const target = Math.max(0, Math.min(place, work.value.questions.length - 1));
  step(`“${title}” is number ${target + 1} now.`, moved(work.value, key, target));
  const atEnd = (by === "up" && target === 0) || (by === "down" && target === work.value.questions.length - 1);
  goTo(key, atEnd ? "title" : by);
}
