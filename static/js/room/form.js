// A plain form: posted as those of the other pages are, and answered with a page.
import { html } from "../ui/htm.js";
import { formToken } from "./store.js";

/** `hidden`: values by field that are sent along. */
export function PostForm({ to, hidden = {}, children, ...rest }) {
  return html`<form method="post" action=${to} ...${rest}>
    ${Object.entries({ csrf_token: formToken(), ...hidden }).map(([name, value]) => html`<input key=${name} type="hidden" name=${name} value=${value} />`)}
    ${children}
  </form>`;
}
