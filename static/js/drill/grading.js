// How it went: four grades, each with the time after which the question comes back.
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { keyOf } from "../ui/keys.js";
import { wait } from "./back.js";
import { allowed } from "./course.js";
import { grade, GRADES } from "./store.js";

const WHY = { "after guidance": "With guidance it was not easy: “good” is the best that is left.", "after answer": "The answer came before yours: “hard” is the best that is left." };

export function Grading({ course, question, found }) {
  return html`<div class="grading" role="group" aria-label="How did it go?" tabindex="-1" id="grading">
    ${Object.entries(GRADES).map(([value, name]) => {
      const off = allowed(course, Number(value)) ? "" : WHY[course.help];
      return html`<${Button} key=${value} class="grading__button" off=${off} shortcut=${keyOf(value)} onPress=${() => grade(Number(value), found)}>
        <span><kbd aria-hidden="true">${keyOf(value)}</kbd> ${name}</span>
        <span class="grading__back">${off ? "not after help" : html`<span class="visually-hidden">comes back </span>in ${wait(question.back_ms[value - 1])}`}</span>
      <//>`;
    })}
  </div>`;
}
