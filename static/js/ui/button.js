// Buttons. The second click of a double click, and a held key, never press twice: the button may mean something else by then.
import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "./announce.js";
import { html } from "./htm.js";

const ARMED_MS = 5000;

/**
 * A button. `busy`: what it asked for is under way; `off`: a sentence that says why it can't be pressed now.
 */
export function Button({ onPress, kind = "", size = "", busy = false, off = "", pressed, shortcut, class: more = "", children, ...rest }) {
  const classes = ["button", kind && `button--${kind}`, size && `button--${size}`, more].filter(Boolean).join(" ");
  return html`<button
    type="button"
    class=${classes}
    aria-busy=${busy ? "true" : undefined}
    aria-disabled=${off ? "true" : undefined}
    aria-pressed=${pressed === undefined ? undefined : String(pressed)}
    aria-keyshortcuts=${shortcut}
    title=${off || undefined}
    onClick=${(event) => {
      if (event.detail > 1 || busy) return;
      if (off) announce(off);
      else onPress(event);
    }}
    onKeyDown=${(event) => event.repeat && event.key === "Enter" && event.preventDefault()}
    ...${rest}
  >${children}</button>`;
}

/** A button for what can't be taken back: the first press says what the second one does. */
export function TwicePress({ onPress, confirm, children, ...rest }) {
  const [said, setSaid] = useState("");
  const armed = said === confirm; // what it says now may be something else
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const press = () => {
    clearTimeout(timer.current);
    setSaid(armed ? "" : confirm);
    if (armed) onPress();
    else timer.current = setTimeout(() => setSaid(""), ARMED_MS);
  };
  return html`<${Button} ...${rest} class=${`${rest.class ?? ""} ${armed ? "is-armed" : ""}`} onPress=${press} aria-live="polite">
    ${armed ? confirm : children}
  <//>`;
}
