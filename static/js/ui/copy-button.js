// A button that copies, and where the browser forbids it, shows the text to be copied by hand.
import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "./announce.js";
import { Button } from "./button.js";
import { copy } from "./copy.js";
import { html } from "./htm.js";

const THANKS_MS = 2500;

export function CopyButton({ text, children, ...rest }) {
  const [state, setState] = useState("idle");
  const field = useRef(null);
  useEffect(() => {
    if (state === "by hand") {
      field.current.focus();
      field.current.select();
    }
    if (state !== "copied") return undefined;
    const timer = setTimeout(() => setState("idle"), THANKS_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const press = async () => {
    const done = await copy(text);
    setState(done ? "copied" : "by hand");
    announce(done ? "Copied" : "This browser does not let the page copy. The text is selected: copy it by hand.");
  };
  return html`<${Button} ...${rest} onPress=${press}>${state === "copied" ? "Copied ✓" : children}<//>
    ${state === "by hand" &&
    html`<div class="by-hand stack stack--tight">
      <p class="meta">This browser does not let the page copy. It is selected: press Ctrl+C, or hold it and choose Copy.</p>
      <textarea ref=${field} readonly rows="4" aria-label="Text to copy" value=${text}></textarea>
    </div>`}`;
}
