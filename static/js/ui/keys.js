// Keys. Single ones act only outside text fields and dialogs; inside a field the same key does with Alt and Shift, and
// Ctrl+Enter takes the main step. "?" lists them; there each can be changed, and all be switched off.
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Dialog } from "./dialog.js";
import { html } from "./htm.js";

const PAUSE_MS = 2000;
const STORED = "greenroom:keys";
const OWN = "greenroom:own-keys";
export const TYPING = "input:not([type=checkbox], [type=radio]), textarea:not([data-keys]), select, [contenteditable]";
const PRESSED_BY_THEM = "a, button, summary, input, audio, video"; // what Space and Enter mean something to
const NAMES = { " ": "Space", Enter: "Enter" };

export const bindings = signal([]); // [{key, says, does, main}]
const helpOpen = signal(false);
const enabled = signal(remembered(STORED) !== "off");
const own = signal(kept()); // {key as bound: key as wanted}
const taken = signal(""); // what is wrong with the key that was wanted last
let held_until_ms = 0;

/** Let keys do nothing for a moment: the field that somebody was typing in has gone, and what comes now was meant for it. */
export function holdKeys() {
  held_until_ms = performance.now() + PAUSE_MS;
}

/** Bind keys while the component is shown. `does` may be null: listed, but nothing to do now. `main`: the main step. */
export function useKeys(list) {
  const latest = useRef(list);
  latest.current = list;
  useLayoutEffect(() => {
    const mine = list.map(({ key, says, main }) => ({ key, says, main, does: () => latest.current.find((one) => one.key === key)?.does?.() }));
    bindings.value = [...bindings.value, ...mine];
    return () => (bindings.value = bindings.value.filter((one) => !mine.includes(one)));
  }, []);
}

/** The key that does now what was bound to `key`. */
export function keyOf(key) {
  return own.value[key] ?? key;
}

/** A key as one reads it. */
export function nameOf(key) {
  return NAMES[key] ?? key;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || document.querySelector("dialog[open]")) return;
  const bound = event.target.closest?.(TYPING) ? inField(event) : single(event);
  if (!bound) return;
  event.preventDefault();
  bound.does();
});

function inField({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if (key === "Enter" && (ctrlKey || metaKey)) return bindings.value.find((one) => one.main);
  if (!altKey || !shiftKey || ctrlKey || metaKey) return null;
  const plain = code === "Space" ? " " : code.replace(/^(Key|Digit)/, "").toLowerCase(); // Alt changes what `key` is
  return bindings.value.find((one) => keyOf(one.key) === plain);
}

function single(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (performance.now() < held_until_ms) {
    if (event.key.length > 1) return null;
    held_until_ms = Math.max(held_until_ms, performance.now() + PAUSE_MS / 2); // still typing
    if (!event.target.closest?.("a, button, summary")) event.preventDefault();
    return null;
  }
  if (event.key in NAMES && event.target.closest?.(PRESSED_BY_THEM)) return null;
  if (event.key === "?" && bindings.value.length) return { does: () => (helpOpen.value = true) };
  return enabled.value && bindings.value.find((one) => keyOf(one.key) === event.key);
}

/** The list of keys, opened by "?" or its button. */
export function Keys() {
  const toggle = (event) => {
    enabled.value = event.currentTarget.checked;
    remember(STORED, enabled.value ? "on" : "off");
  };
  const close = () => {
    helpOpen.value = false;
    taken.value = "";
  };
  if (!bindings.value.length) return null;
  return html`<button type="button" class="link-button keys-button" onClick=${() => (helpOpen.value = true)}>Keys <kbd>?</kbd></button>
    ${helpOpen.value &&
    html`<${Dialog} title="Keys" onClose=${close}>
      <p class="meta">They act while you are not typing in a field. In a field, hold Alt and Shift with them${bindings.value.some((one) => one.main) ? "; Ctrl+Enter takes the main step" : ""}. To change one, go to it and press the key you want.</p>
      <dl class="facts facts--keys">
        ${bindings.value.map((one) => html`<dt><input class="key" aria-label=${`Key for: ${one.says}`} value=${nameOf(keyOf(one.key))} onKeyDown=${(event) => change(event, one.key)} onBeforeInput=${(event) => event.preventDefault()} /></dt><dd>${one.says}</dd>`)}
        <dt><kbd>?</kbd></dt><dd>Show this list</dd>
      </dl>
      ${taken.value && html`<p class="field__error" role="alert">${taken.value}</p>`}
      <div class="spread">
        <label class="choice choice--bare">
          <input type="checkbox" checked=${enabled.value} onChange=${toggle} />
          <span class="choice__text">Use single keys</span>
        </label>
        ${Object.keys(own.value).length > 0 && html`<button type="button" class="link-button" onClick=${() => keep({})}>All as they were</button>`}
      </div>
    <//>`}`;
}

function change(event, key) {
  const wanted = event.key;
  if ((wanted.length > 1 && wanted !== "Enter") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const other = bindings.value.find((one) => one.key !== key && keyOf(one.key) === wanted);
  if (wanted === "?" || other) {
    taken.value = `${nameOf(wanted)} is taken: ${other ? other.says.toLowerCase() : "it shows this list"}. Press another key.`;
    return;
  }
  taken.value = "";
  const { [key]: _, ...others } = own.value;
  keep(wanted === key ? others : { ...others, [key]: wanted });
}

function keep(mine) {
  own.value = mine;
  remember(OWN, JSON.stringify(mine));
}

function kept() {
  try {
    return JSON.parse(remembered(OWN)) ?? {};
  } catch {
    return {};
  }
}

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // it holds for this page
  }
}
