// A drill: one question after the other, and at the end what was graded.
import { useEffect } from "preact/hooks";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { keyOf, Keys, useKeys } from "../ui/keys.js";
import { wait } from "./back.js";
import { Question } from "./question.js";
import { away, refused, waiting } from "./queue.js";
import { current, drill, fetching, fetchMore, GRADES, held, left, notice, undo } from "./store.js";

const FORM = document.getElementById("drill").dataset;

export function Drill() {
  const question = current.value;
  return html`<div class="spread room-head">
      <span class="room-head__title">${drill.title}</span>
      <span class="row room-head__tools"><${Saved} /><${Keys} />
        ${question && html`<form method="post" action=${`/drill/${drill.id}/end`}><input type="hidden" name="csrf_token" value=${FORM.formToken} /><button class="link-button">Stop here</button></form>`}</span>
    </div>
    <div role="status">${notice.value && html`<p class="callout">${notice.value}</p>`}</div>
    ${refused.value && html`<p class="callout callout--danger" role="alert">${refused.value}</p>`}
    ${question ? html`<${Question} key=${question.place} question=${question} />` : left.value > 0 ? html`<${Fetching} />` : html`<${Done} />`}`;
}

function Saved() {
  const count = waiting.value;
  const said = count && away.value ? `${count} grade${count === 1 ? "" : "s"} to send when the line is back` : count ? "Saving" : "";
  return html`<span class="meta" role="status">${said}</span>`;
}

function Fetching() {
  if (fetching.value !== "failed") return html`<p class="waiting">Fetching the next questions</p>`;
  return html`<div class="empty"><p>The next questions can’t be fetched without a line. What you graded is kept.</p>
    <${Button} onPress=${fetchMore}>Try again<//></div>`;
}

function Done() {
  useEffect(() => scrollTo(0, 0), []);
  useKeys(held.value.done.length ? [{ key: "u", says: "Undo the last grade", does: undo }] : []);
  const graded = Object.values(held.value.graded).sort((one, other) => one.place - other.place);
  const again = graded.filter((each) => each.grade === 1).length;
  return html`<div class="page-column stack stack--loose">
    <header class="page-header"><h1>${graded.length ? "Done" : "Nothing to practise here"}</h1>
      <p class="lede">${graded.length ? sentence(graded.length, again) : "The questions of this drill are not in your decks any more."}</p>
      <div class="row"><a class="button button--primary" href=${`/drill/${drill.id}/summary`}>See how it went</a><a class="button" href="/drill">Another drill</a>
        ${held.value.done.length > 0 && html`<${Button} kind="quiet" shortcut=${keyOf("u")} onPress=${undo}>Undo the last grade<//>`}</div>
    </header>
    <ol class="list">${graded.map((each) => html`<li key=${each.place} class="spread"><span>${each.title ?? `Question ${each.place + 1}`}</span>
      <span class="meta">${GRADES[each.grade]}${each.back_ms ? `, back in ${wait(each.back_ms)}` : ""}</span></li>`)}</ol>
  </div>`;
}

function sentence(count, again) {
  const all = `${count} question${count === 1 ? "" : "s"} graded`;
  return again ? `${all}; ${again} of them come${again === 1 ? "s" : ""} back soon.` : `${all}. Well done.`;
}
