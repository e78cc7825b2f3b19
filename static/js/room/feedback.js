// Keep, stop, start: three points at most, about the whole interview.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../ui/htm.js";
import { act, pending, storeOf, view } from "./store.js";

const KINDS = ["keep", "stop", "start"];
const PLACES = ["Something to keep doing", "Something to stop doing", "Something to start doing"];
const SAVE_MS = 700;

export function Feedback() {
  const unsaved = useRef(kept()).current;
  const rows = useSignal(unsaved ?? rowsOf(view.value.feedback));
  const dirty = useSignal(unsaved !== null);
  const timer = useRef(0);
  const save = async () => {
    clearTimeout(timer.current);
    if (!dirty.peek()) return;
    if (pending.peek().has("feedback")) {
      timer.current = setTimeout(save, SAVE_MS); // the one before is still under way
      return;
    }
    const sent = JSON.stringify(rows.peek());
    const done = await act({ type: "feedback", ...pointsOf(rows.peek()) });
    if (!done || JSON.stringify(rows.peek()) !== sent) return;
    dirty.value = false;
    keep(null);
  };
  useEffect(() => {
    save(); // what a refresh came before
    return () => save();
  }, []);
  const change = (index, part) => {
    rows.value = rows.value.map((row, at) => (at === index ? { ...row, ...part } : row));
    dirty.value = true;
    keep(rows.value);
    clearTimeout(timer.current);
    timer.current = setTimeout(save, SAVE_MS);
  };
  const used = rows.value.filter((row) => row.text.trim()).length;
  return html`<section class="card stack" aria-labelledby="feedback-title">
    <div class="spread"><h2 class="h3" id="feedback-title">Keep, stop, start</h2>
      <span class="meta nums" role="status">${used} of 3 points${dirty.value ? " · saving…" : used ? " · saved" : ""}</span></div>
    <p class="meta">Three points at most, so that they are the ones that matter.</p>
    ${rows.value.map((row, index) => html`<div class="feedback" key=${index}>
      <select aria-label=${`Kind of point ${index + 1}`} value=${row.kind} onChange=${(event) => change(index, { kind: event.currentTarget.value })}>
        ${KINDS.map((kind) => html`<option value=${kind} selected=${kind === row.kind}>${kind[0].toUpperCase() + kind.slice(1)}</option>`)}
      </select>
      <textarea rows="2" maxlength="300" aria-label=${`Point ${index + 1}`} placeholder=${PLACES[KINDS.indexOf(row.kind)]} value=${row.text}
        onInput=${(event) => change(index, { text: event.currentTarget.value })} onBlur=${save}></textarea>
    </div>`)}
  </section>`;
}

// A refresh loses nothing: what is not acknowledged is kept in this tab.
function keep(rows) {
  try {
    if (rows) sessionStorage.setItem(storeOf("feedback"), JSON.stringify(rows));
    else sessionStorage.removeItem(storeOf("feedback"));
  } catch {
    // storage may be full or forbidden
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(storeOf("feedback")) ?? "null");
  } catch {
    return null;
  }
}

function rowsOf(feedback) {
  const rows = KINDS.flatMap((kind) => (feedback?.[kind] ?? []).map((text) => ({ kind, text })));
  const free = KINDS.filter((kind) => !rows.some((row) => row.kind === kind));
  while (rows.length < 3) rows.push({ kind: free.shift() ?? "keep", text: "" });
  return rows;
}

function pointsOf(rows) {
  const points = { keep: [], stop: [], start: [] };
  for (const { kind, text } of rows) if (text.trim()) points[kind].push(text.trim());
  return points;
}
