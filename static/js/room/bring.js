// The way to a deck of one's own, where the two who swap bring one each.
import { seatOf } from "../live/room-state.js";
import { html } from "../ui/htm.js";
import { addressOf, view } from "./store.js";

/** For a side that has no questions yet, or may still think better of those it brought. */
export function BringDeck() {
  const { status, round, me, content_rev } = view.value;
  const { side, deckless } = seatOf(view.value, me);
  const another = status === "lobby" && content_rev > 0;
  if (!side || !(deckless || another) || round) return null;
  return html`<a class="button ${deckless ? "button--primary" : "button--small"}" href=${addressOf("deck/choose")}>${deckless ? "Bring your deck" : "Bring another deck"}</a>`;
}
