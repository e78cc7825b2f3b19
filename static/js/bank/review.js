// The review of a document: each question as it was understood, those to look at twice first, before anything is stored.
import { useRef } from "preact/hooks";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { About } from "./about.js";
import { Dropped, LeftOut } from "./left-out.js";
import { Row } from "./row.js";
import { aboutWrong, edit, focusSoon, goTo, isFirst, page, past, PER_PAGE, query, restored, shown, startOver, step, tooMuch, undo, unfolded, unkept, unsure, work } from "./store.js";
import { added } from "./work.js";

/** `words`: {title, lede, keep}; `start`: whether an interview can be started at once; `send(then)` sends the form. */
export function Review({ words, start, send }) {
  const count = work.value.questions.length;
  return html`<header class="page-header">
      <h1>${words.title}: ${count} ${count === 1 ? "question" : "questions"}</h1>
      <p class="lede">${words.lede}</p>
    </header>
    <div class="stack stack--loose">
      ${restored.value && html`<div class="callout spread"><p>Your edits from before are here again.</p><${Button} size="small" onPress=${startOver}>Start over<//></div>`}
      ${unkept.value && html`<p class="callout callout--time" role="alert">This is more than the browser can hold over a refresh: keep the deck before you leave this page.</p>`}
      <div><${About} open=${Object.keys(aboutWrong.value).length > 0} />
        <${LeftOut} />
        <${Dropped} /></div>
      <${Questions} />
    </div>
    <${Bar} words=${words} start=${start} send=${send} />`;
}

function Questions() {
  const heading = useRef(null);
  const all = shown.value;
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const at = Math.min(page.value, pages - 1);
  const here = all.slice(at * PER_PAGE, (at + 1) * PER_PAGE);
  const [first, rest] = [here.filter(isFirst), here.filter((one) => !isFirst(one))];
  const turn = (to) => {
    page.value = to;
    announce(`Page ${to + 1} of ${pages}`);
    heading.current.focus();
  };
  const add = () => {
    const key = work.value.next;
    step(`Added question ${work.value.questions.length + 1}, the last one.`, added(work.value));
    edit(key);
    goTo(key, "prompt");
  };
  return html`<section class="stack" aria-labelledby="questions-title">
    <div class="spread"><h2 id="questions-title" tabindex="-1" ref=${heading}>Questions</h2>
      <${Button} size="small" pressed=${unfolded.value} onPress=${() => (unfolded.value = !unfolded.value)}>Show all parts<//></div>
    ${work.value.questions.length > PER_PAGE && html`<div class="field"><label for="find" class="visually-hidden">Find a question</label>
      <input type="search" id="find" autocomplete="off" placeholder="Find a question" value=${query.value} onInput=${(event) => {
        query.value = event.currentTarget.value;
        page.value = 0;
      }} />
      <p class="field__hint" role="status">${query.value && `${all.length} of ${work.value.questions.length} questions`}</p></div>`}
    ${first.length > 0 && html`<h3>Look twice: ${unsure.value}</h3>
      <ol class="review-list">${first.map((question) => html`<${Row} key=${question.key} question=${question} />`)}</ol>`}
    ${first.length > 0 && rest.length > 0 && html`<h3>The others, in their order</h3>`}
    ${rest.length > 0 && html`<ol class="review-list">${rest.map((question) => html`<${Row} key=${question.key} question=${question} />`)}</ol>`}
    ${!here.length && html`<p class="empty">${query.value ? "No question has all of these words." : "No question is left. Put one back, or make one of what was left out."}</p>`}
    <div class="row"><${Button} size="small" onPress=${add}>Add a question<//></div>
    ${pages > 1 && html`<nav class="spread" aria-label="Pages of questions">
      <${Button} size="small" off=${at === 0 ? "This is the first page" : ""} onPress=${() => turn(at - 1)}>Earlier questions<//>
      <span class="meta nums">Page ${at + 1} of ${pages}</span>
      <${Button} size="small" off=${at === pages - 1 ? "This is the last page" : ""} onPress=${() => turn(at + 1)}>Later questions<//>
    </nav>`}
  </section>`;
}

function Bar({ words, start, send }) {
  const { questions } = work.value;
  const last = past.value.at(-1);
  const off = questions.length ? "" : "There is no question to keep";
  const keep = (then) => {
    const [wrong] = Object.keys(aboutWrong.value);
    if (wrong) {
      announce(aboutWrong.value[wrong]);
      focusSoon(`about-${wrong}`);
    } else if (tooMuch.value.length) {
      announce("Some texts are longer than a deck takes. Here is the first.");
      goTo(tooMuch.value[0].key, "edit");
    } else send(then);
  };
  const notes = [tooMuch.value.length && `${tooMuch.value.length} to be mended first`, unsure.value > tooMuch.value.length && `${unsure.value - tooMuch.value.length} to look at twice`].filter(Boolean);
  return html`<div class="action-bar">
    <span class="meta review-bar__state">${[`${questions.length} ${questions.length === 1 ? "question" : "questions"}`, ...notes].join(" · ")}</span>
    <${Button} size="small" kind="quiet" id="undo" off=${last ? "" : "Nothing to undo"} title=${last?.says} onPress=${undo}>Undo<//>
    ${words.back && html`<a class="button" href=${words.back}>Back</a>`}
    ${start && html`<${Button} off=${off} onPress=${() => keep("interview")}>Start an interview<span class="at-once"> at once</span><//>`}
    <${Button} kind="primary" off=${off} onPress=${() => keep("")}>${words.keep}<//>
  </div>`;
}
