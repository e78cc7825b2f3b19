// Marks of one round: 1-4 per dimension, each step with its sentence; no mark is "not marked", never zero.
import { useSignal } from "@preact/signals";
import { html } from "../ui/htm.js";
import { act, dimensions, pending } from "./store.js";

const HELP = { unaided: "unaided", "after guidance": "after the guidance was shown", "after answer": "after the answer was shown" };

/** `round`: {id, marks, help?}. `own`: a candidate marks themself. */
export function Marks({ round, own = false, idPrefix = "marks" }) {
  return html`<div class="stack" id=${`${idPrefix}-${round.id}`} role="group" tabindex="-1" aria-label=${own ? "Your own marks" : "Marks"}>
    ${dimensions.value.map((dimension) => html`<${Scale} key=${dimension.id} dimension=${dimension} round=${round} />`)}
    <details class="peek"><summary>What the steps mean</summary><dl class="steps stack stack--tight">${dimensions.value.map((dimension) => html`
      <div key=${dimension.id}><dt>${dimension.name}</dt><dd><ol>${dimension.steps.map((sentence) => html`<li>${sentence}</li>`)}</ol></dd></div>`)}</dl></details>
    ${round.help && html`<p class="meta">Help given, recorded by itself: ${HELP[round.help]}.</p>`}
  </div>`;
}

function Scale({ dimension, round }) {
  const shown = useSignal(null); // the step that is pointed at
  const value = round.marks[dimension.id];
  const step = shown.value ?? value;
  return html`<fieldset class="scale">
    <legend>${dimension.name} <span class="meta">${value ? html`<span class="visually-hidden">marked ${value}</span>` : "not marked"}</span></legend>
    <div class="scale__steps" onPointerLeave=${() => (shown.value = null)}>
      ${dimension.steps.map((sentence, index) => {
        const mark = index + 1;
        const key = `mark:${round.id}:${dimension.id}`;
        return html`<button
          type="button"
          class="scale__step nums"
          aria-pressed=${String(value === mark)}
          aria-label=${`${mark}: ${sentence}`}
          aria-busy=${pending.value.has(key) ? "true" : undefined}
          onPointerEnter=${() => (shown.value = mark)}
          onFocus=${() => (shown.value = mark)}
          onBlur=${() => (shown.value = null)}
          onClick=${(event) =>
            event.detail > 1 || act({ type: "mark", round: round.id, dimension: dimension.id, value: value === mark ? null : mark }, key)}
        >${mark}</button>`;
      })}
    </div>
    <p class="scale__says meta" aria-hidden="true">${step ? html`<span class="nums">${step}</span> ${dimension.steps[step - 1]}` : "\u00a0"}</p>
  </fieldset>`;
}
