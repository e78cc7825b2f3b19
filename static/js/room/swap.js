// Two who swap roles: an offer between two questions, its answer, and the questions that one will ask later.
import { useEffect } from "preact/hooks";
import { nameOf, seatOf, swapPartner } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Plan } from "./plan.js";
import { act, pending, view } from "./store.js";

/** `step`: the interviewer's next step, whose button is not shown twice. */
export function Swap({ step }) {
  const { options, round, swap_offered_by: by, me } = view.value;
  const other = swapPartner(view.value);
  const says = by && by !== me ? offered(seatOf(view.value, by), other) : "";
  useEffect(() => {
    if (says) announce(says);
  }, [says]);
  if (!options.swap || round) return null;
  if (!other) return says ? html`<p class="callout">${says}</p>` : null;
  const offer = (on) => act({ type: "offer_swap", on });
  const busy = pending.value.has("offer_swap") || pending.value.has("accept_swap");
  if (!by) return step?.kind === "swap" ? null : html`<div><${Button} busy=${busy} onPress=${() => offer(true)}>Offer to swap roles<//></div>`;
  return html`<section class="callout callout--good stack stack--tight" aria-label="Swap of roles">
    <p><strong>${says || `You offered to swap roles. ${nameOf(other)} can accept it.`}</strong></p>
    <div class="row">
      ${by === me ? html`<${Button} size="small" busy=${busy} onPress=${() => offer(false)}>Take it back<//>` : html`
        ${step?.kind !== "accept" && html`<${Button} kind="primary" busy=${busy} onPress=${() => act({ type: "accept_swap" })}>Accept the swap<//>`}
        <${Button} busy=${busy} onPress=${() => offer(false)}>Not now<//>`}
    </div>
  </section>`;
}

function offered(by, other) {
  const name = nameOf(by);
  if (!other) return `${name} offers to swap roles.`;
  return by.role === "interviewer" ? `${name} offers to swap: you would ask, ${name} would answer.` : `${name} offers to swap: ${name} would ask, you would answer.`;
}

/** The questions of one's own half, for who answers now and asks later; in plain sight while there are none. */
export function Preparation() {
  const { role, me } = view.value;
  const { side, deckless } = seatOf(view.value, me);
  const other = swapPartner(view.value);
  if (role !== "candidate" || !side) return null;
  const prepared = html`<div class="stack">
    <p class="meta">You ask these when you have swapped roles. ${other ? nameOf(other) : "Nobody"} ${other ? "does not see" : "sees"} them before.</p>
    <${Plan} />
  </div>`;
  return deckless ? prepared : html`<details class="disclosure"><summary>Your questions for later</summary>${prepared}</details>`;
}

/** For who asks first, before the start: that they swap, and whether the other side has questions. */
export function SwapAhead() {
  const { options, seats, me } = view.value;
  const other = options.swap && seatOf(view.value, me).side && seats.find((seat) => seat.side && seat.id !== me);
  if (!other) return null;
  const name = other.name || "your candidate";
  return html`<p class="meta">You swap roles: later ${name} asks you${other.deckless ? `, from a deck that ${name} has still to bring` : ", from questions that you have never seen"}.</p>`;
}
