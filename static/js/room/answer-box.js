// Where a text is typed: the candidate's answer and the interviewer's notes.
import { useEffect, useRef } from "preact/hooks";
import { carry, length } from "../live/splice.js";
import { html } from "../ui/htm.js";

const NEAR = 0.9;

/** A textarea bound to a Draft; keeps the caret where it belongs when another device types too. */
export function DraftBox({ draft, label, hint, mono = false, disabled = false, rows = 8, id }) {
  const area = useRef(null);
  draft.changes.value; // drawn again on every change of the draft
  useEffect(() => {
    const box = area.current;
    if (box.value === draft.local) return;
    const focused = document.activeElement === box;
    const [from, to] = [box.selectionStart, box.selectionEnd].map((caret) => carry(caret, box.value, draft.local));
    box.value = draft.local;
    if (focused) box.setSelectionRange(from, to);
  });
  useEffect(() => {
    if (!disabled && draft.refusal) draft.retry(); // extended, or reopened
  }, [disabled]);
  const count = length(draft.local);
  const tooLong = draft.state === "long";
  return html`<div class="field field--wide">
    <label for=${id}>${label}</label>
    <textarea
      ref=${area}
      id=${id}
      class=${mono ? "is-mono" : ""}
      rows=${rows}
      readonly=${disabled}
      spellcheck=${mono ? "false" : "true"}
      aria-describedby=${`${id}-state`}
      aria-invalid=${tooLong ? "true" : undefined}
      onInput=${(event) => draft.type(event.currentTarget.value)}
    ></textarea>
    <p class="field__hint spread" id=${`${id}-state`}>
      <span>${hint}</span>
      <span class=${tooLong ? "field__error" : "nums"} role=${tooLong ? "alert" : undefined}>${says(draft, count)}</span>
    </p>
  </div>`;
}

function says(draft, count) {
  const limit = draft.limit.toLocaleString("en");
  if (draft.state === "long") return `${(count - draft.limit).toLocaleString("en")} characters over the limit of ${limit}. Nothing is lost, but it is not saved before you shorten it.`;
  const near = count > draft.limit * NEAR ? `${(draft.limit - count).toLocaleString("en")} characters left · ` : "";
  if (draft.state === "refused") return `${near}Not taken`;
  if (draft.state === "saving") return `${near}Saving…`;
  return count ? `${near}Saved` : "";
}
