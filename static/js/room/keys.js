// Single keys: they act only outside text fields and dialogs, can be switched off, and are listed by "?".
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/htm.js";

const PAUSE_MS = 2000;
const STORED = "greenroom:keys";
export const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

export const bindings = signal([]); // [{key, says, does}]
const helpOpen = signal(false);
const enabled = signal(remembered());
let held_until_ms = 0;

/** Let keys do nothing for a moment: the field that somebody was typing in has gone, and what comes now was meant for it. */
export function holdKeys() {
  held_until_ms = performance.now() + PAUSE_MS;
}

/** Bind keys while the component is shown. `does` may be null: listed, but nothing to do now. */
export function useKeys(list) {
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    const mine = list.map(({ key, says }) => ({ key, says, does: () => latest.current.find((one) => one.key === key)?.does?.() }));
    bindings.value = [...bindings.value, ...mine];
    return () => (bindings.value = bindings.value.filter((one) => !mine.includes(one)));
  }, []);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  if (performance.now() < held_until_ms) {
    if (event.key.length > 1) return;
    held_until_ms = Math.max(held_until_ms, performance.now() + PAUSE_MS / 2); // still typing
    if (!event.target.closest?.("a, button, summary")) event.preventDefault();
    return;
  }
  if (event.key === "?" && bindings.value.length) {
    helpOpen.value = true;
    event.preventDefault();
    return;
  }
  const bound = enabled.value && bindings.value.find((one) => one.key === event.key);
  if (!bound) return;
  event.preventDefault();
  bound.does();
});

/** The list of keys, opened by "?" or its button. */
export function Keys() {
  const toggle = (event) => {
    enabled.value = event.currentTarget.checked;
    try {
      localStorage.setItem(STORED, enabled.value ? "on" : "off");
    } catch {
      // it holds for this page
    }
  };
  if (!bindings.value.length) return null;
  return html`<button type="button" class="link-button keys-button" onClick=${() => (helpOpen.value = true)}>Keys <kbd>?</kbd></button>
    ${helpOpen.value &&
    html`<${Dialog} title="Keys" onClose=${() => (helpOpen.value = false)}>
      <p class="meta">They act while you are not typing in a field.</p>
      <dl class="facts facts--keys">
        ${bindings.value.map(({ key, says }) => html`<dt><kbd>${key}</kbd></dt><dd>${says}</dd>`)}
        <dt><kbd>?</kbd></dt><dd>Show this list</dd>
      </dl>
      <label class="choice choice--bare">
        <input type="checkbox" checked=${enabled.value} onChange=${toggle} />
        <span class="choice__text">Use single keys</span>
      </label>
    <//>`}`;
}

function remembered() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}
