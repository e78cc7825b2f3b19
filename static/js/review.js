// The page on which a document is looked over: begins with the JSON in its form, and sends the form with what became of it.
import { render } from "preact";
import { Review } from "./bank/review.js";
import { edit, goTo, open, work } from "./bank/store.js";
import { written } from "./bank/work.js";
import { html } from "./ui/htm.js";

const place = document.getElementById("review");
const form = document.getElementById("keep");
const { work: id, ids, title, lede, keep, start, back } = place.dataset;
const understood = JSON.parse(form.elements.document.value);
const named = ids.split(" ").filter(Boolean);
const preview = { ...understood, questions: understood.questions.map((question, at) => ({ ...question, id: named[at] })) };

function send(then) {
  form.elements.preview.value = JSON.stringify(written(work.value, preview));
  form.action = then === "interview" ? start : form.getAttribute("action");
  form.submit();
}

open(preview, id);
place.replaceChildren();
render(html`<${Review} words=${{ title, lede, keep, back }} start=${Boolean(start)} send=${send} />`, place);

const asked = work.value.questions.find((question) => question.id && location.hash === `#${question.id}`);
if (asked) {
  edit(asked.key);
  goTo(asked.key, "prompt");
}
