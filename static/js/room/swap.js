// Two who swap roles: an offer between two questions, its answer, and the questions that one will ask later.
import { useEffect } from "preact/hooks";
import { nameOf, seatOf, swapPartner } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Plan } from "./plan.js";
import { act, addressOf, deck, pending, view } from "./store.js";

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

/** The questions of one's own half, for who answers now and asks later. */
export function Preparation() {
  const { role } = view.value;
  const other = swapPartner(view.value);
  if (role !== "candidate" || !hasSide()) return null;
  return html`<details class="disclosure"><summary>Your questions for later</summary><div class="stack">
    <p class="meta">You ask these when you have swapped roles. ${other ? nameOf(other) : "Nobody"} ${other ? "does not see" : "sees"} them before.</p>
    <${Plan} />
    <${BringDeck} />
  </div></details>`;
}

/** The way to a deck of one's own, where each brings one. */
export function BringDeck() {
  const { status, content_rev } = view.value;
  const none = deck.value?.questions?.length === 0;
  if (status !== "lobby" || !hasSide() || !(none || content_rev > 0)) return null;
  return html`<p><a class="button ${none ? "button--primary" : "button--small"}" href=${addressOf("deck/choose")}>${none ? "Bring your deck" : "Bring another deck"}</a></p>`;
}

function hasSide() {
  const { options, seats, me } = view.value;
  return Boolean(options.swap && seats.find((seat) => seat.id === me)?.side);
}
