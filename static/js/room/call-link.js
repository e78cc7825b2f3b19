// The call beside the interview: a link that opens it, shown to every seat; the lead says where it is.
import { useSignal } from "@preact/signals";
import { html } from "../ui/htm.js";
import { act, pending, view } from "./store.js";

/** Opens the call in a tab of its own. */
export function CallLink() {
  const { call } = view.value;
  return call ? html`<a class="button button--small" href=${call} target="_blank" rel="noopener noreferrer">Open the call <span class="visually-hidden">(in a new tab)</span></a>` : null;
}

/** For the lead: where the call is. */
export function CallField() {
  const { call } = view.value;
  const typed = useSignal(call ?? "");
  const save = (event) => {
    event.preventDefault();
    act({ type: "set_call", url: typed.value.trim() });
  };
  return html`<form class="stack stack--tight" onSubmit=${save}>
    <div class="field field--wide"><label for="call-url">Link to your call</label>
      <p class="field__hint" id="call-hint">Meet, Zoom, Jitsi, any https address. Everybody here can open it. Empty: no call.</p>
      <input id="call-url" inputmode="url" autocomplete="off" maxlength="500" aria-describedby="call-hint" value=${typed.value} onInput=${(event) => (typed.value = event.currentTarget.value)} /></div>
    <div class="row"><button class="button button--small" type="submit" aria-busy=${pending.value.has("set_call") ? "true" : undefined}>${call && !typed.value.trim() ? "Remove the link" : "Keep the link"}</button>
      ${(call ?? "") === typed.value.trim() && call && html`<span class="meta" role="status">Everybody sees it</span>`}</div>
  </form>`;
}
