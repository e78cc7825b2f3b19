// The warm-up: a question in the lobby, to try clock, reveals and typing before it counts.
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { act, isLead, pending } from "./store.js";

/** Begin one: for the lead, in the lobby. */
export function WarmUp() {
  return html`<${Button} busy=${pending.value.has("warm_up")} onPress=${() => act({ type: "warm_up" })}>Try it first: a warm-up question<//>`;
}

/** What everybody is told as long as it is open. */
export function WarmUpNote() {
  return html`<div class="callout callout--good spread">
    <p><strong>Warm-up: nothing of this is kept.</strong> Try the clock${isLead.value ? ", show the guidance, and see what arrives." : " and the buttons."}</p>
    ${isLead.value && html`<${Button} size="small" busy=${pending.value.has("close")} onPress=${() => act({ type: "close" })}>Close the warm-up<//>`}
  </div>`;
}
