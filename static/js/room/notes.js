// An interviewer's private note on a round, and whether it goes into the report.
import { html } from "../ui/htm.js";
import { DraftBox } from "./answer-box.js";
import { act, draftOf, pending, view } from "./store.js";

/** `round`: {id, note_released}. */
export function Notes({ round, idPrefix = "note" }) {
  const draft = draftOf("note", round.id);
  const key = `note:${round.id}`;
  const closed = view.value.status === "released";
  const release = () => act({ type: "note", round: round.id, released: !round.note_released }, key);
  return html`<div class="stack stack--tight" key=${round.id}>
    <${DraftBox}
      key=${round.id}
      id=${`${idPrefix}-${round.id}`}
      draft=${draft}
      label="Your note"
      rows=${4}
      disabled=${closed}
      hint=${round.note_released ? "Goes into the report." : "Only you can read this."}
    />
    <label class="choice choice--bare">
      <input type="checkbox" checked=${round.note_released} disabled=${closed} aria-busy=${pending.value.has(key)} onClick=${(event) => {
        event.preventDefault(); // drawn when the server says so
        if (event.detail < 2) release();
      }} />
      <span class="choice__text">Release this note into the report</span>
    </label>
  </div>`;
}
