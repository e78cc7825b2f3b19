// The one module through which HTML enters a page: bodies that the server made from Markdown and sanitised.
import { html } from "./htm.js";

/** Show a rendered body (prompt, guidance, answer, example). `of` must come from the server's renderer, never from typed text. */
export function Prose({ of, large = false }) {
  return html`<div class=${large ? "prose prose--large" : "prose"} dangerouslySetInnerHTML=${{ __html: of }}></div>`;
}
