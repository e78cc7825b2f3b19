// Several who judge one round: who is done, and once the seal is open the marks of all, side by side.
import { nameOf, seatOf } from "../live/room-state.js";
import { unmarked } from "../live/next-step.js";
import { Button, TwicePress } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { act, dimensions, isLead, pending, view } from "./store.js";

/** `round`: the open one or a line, as one of its judges has it. */
export function Panel({ round }) {
  const { panel } = round;
  if (!panel) return null;
  return panel.sealed ? html`<${Sealed} round=${round} panel=${panel} />` : html`<${SideBySide} panel=${panel} />`;
}

function Sealed({ round, panel }) {
  const waiting = panel.judges.filter((judge) => !panel.done.includes(judge));
  const [passing, opening] = [`pass_marks:${round.id}`, `open_seal:${round.id}`];
  const mayPass = !panel.passed && unmarked(round, dimensions.value).length > 0;
  return html`<div class="panel stack stack--tight">
    <p class="meta">Sealed: you see each other’s marks when all have marked or passed.</p>
    <ul class="panel__judges" aria-label="Who has marked this question">${panel.judges.map((judge) => html`<li key=${judge}
      class=${`badge ${panel.done.includes(judge) ? "badge--good" : "badge--quiet"}`}>${name(judge)}: ${panel.done.includes(judge) ? "done" : "not yet"}</li>`)}</ul>
    <div class="row">
      ${mayPass && html`<${Button} size="small" busy=${pending.value.has(passing)} onPress=${() => act({ type: "pass_marks", round: round.id }, passing)}>Pass on marking this question<//>`}
      ${isLead.value && waiting.length > 0 && html`<${TwicePress} size="small" kind="quiet" busy=${pending.value.has(opening)}
        confirm="Press again: it is recorded, and marks set after it say so" onPress=${() => act({ type: "open_seal", round: round.id }, opening)}>Open the marks now<//>`}
    </div>
  </div>`;
}

function SideBySide({ panel }) {
  return html`<div class="panel stack stack--tight">
    <p class="meta">${panel.unsealed_by ? `${name(panel.unsealed_by)} opened the marks before all had marked.` : "All have marked. Marks side by side:"}</p>
    <div class="table-wrap" role="region" tabindex="0" aria-label="Marks side by side">
      <table class="table panel__table">
        <thead><tr><th scope="col">Dimension</th>${panel.judges.map((judge) => html`<th key=${judge} scope="col">${name(judge)}</th>`)}<th scope="col">Spread</th></tr></thead>
        <tbody>${dimensions.value.map((dimension) => html`<tr key=${dimension.id}>
          <th scope="row">${dimension.name}</th>
          ${panel.judges.map((judge) => html`<${Mark} key=${judge} value=${panel.marks[judge]?.[dimension.id]} changed=${panel.changed[judge]?.includes(dimension.id)} />`)}
          <td class="nums">${spread(panel, dimension.id)}</td>
        </tr>`)}</tbody>
      </table>
    </div>
  </div>`;
}

function Mark({ value, changed }) {
  return html`<td class="nums">${value ?? html`<span aria-hidden="true">–</span><span class="visually-hidden">not marked</span>`}${changed && html` <span class="panel__changed">changed after opening</span>`}</td>`;
}

function spread(panel, dimension) {
  const values = panel.judges.map((judge) => panel.marks[judge]?.[dimension]).filter((value) => value !== undefined);
  if (!values.length) return "–";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

function name(judge) {
  return judge === view.value.me ? "You" : nameOf(seatOf(view.value, judge));
}
