// Talking points after the reveal: which the answer covered and which it missed, each put right by a click.
import { html } from "../ui/htm.js";

/**
 * The points of a question as a list to tick.
 * @param {object} of
 * @param {string[]} of.points plain text
 * @param {boolean[]} of.found what the matcher found covered (`coverage.js`)
 * @param {boolean[]} of.ticked what counts as covered now
 * @param {(index: number, value: boolean) => void} of.onTick
 * @param {boolean} of.typed whether there was a text to match; otherwise all is ticked by hand
 */
export function Points({ points, found, ticked, onTick, typed }) {
  if (!points.length) return null;
  const many = points.filter((_, index) => ticked[index]).length;
  return html`<section class="card drill-points stack stack--tight" aria-labelledby="points-title">
    <div class="spread"><h2 class="h3" id="points-title">Talking points</h2><span class="meta nums">${many} of ${points.length} covered</span></div>
    <p class="meta" id="points-says">${typed ? "Compared with your answer by its words, on this device. Click a point to put it right." : "Tick what you said."}</p>
    <ul class="points" aria-describedby="points-says">${points.map((point, index) => html`<${Point}
      key=${index} text=${point} on=${Boolean(ticked[index])} byHand=${typed && Boolean(ticked[index]) !== Boolean(found[index])}
      missed=${typed && !ticked[index]} onTick=${(value) => onTick(index, value)} />`)}</ul>
  </section>`;
}

function Point({ text, on, byHand, missed, onTick }) {
  const word = on ? "covered" : missed ? "missed" : "";
  return html`<li class=${`drill-point ${missed ? "is-missed" : ""}`}><label class="choice choice--bare">
    <input type="checkbox" checked=${on} onChange=${(event) => onTick(event.currentTarget.checked)} />
    <span class="drill-point__text">${text}</span>
    ${word && html` <span class=${`badge ${on ? "badge--good" : "badge--quiet"}`}>${word}${byHand && " (by you)"}</span>`}
  </label></li>`;
}
