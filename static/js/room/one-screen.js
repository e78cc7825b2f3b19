// One laptop and a phone: the interviewer moves to the phone, and the laptop becomes the candidate's.
import { nameOf } from "../live/room-state.js";
import { html } from "../ui/htm.js";
import { PostForm } from "./form.js";
import { candidateLink, links } from "./people.js";
import { addressOf, view } from "./store.js";

export function OneScreen() {
  const mine = links.value?.seats.find((one) => one.seat === view.value.me);
  const theirs = candidateLink();
  if (!mine || !theirs || theirs.joined) return null;
  return html`<details class="disclosure"><summary>We share one laptop</summary><div class="stack">
    <p class="meta">Then this laptop is the candidate’s. You ask, read and mark on your phone.</p>
    <ol class="stack steps">
      <li class="stack stack--tight"><strong>Open your place on your phone</strong>
        <img class="qr" src=${mine.qr} alt="QR code of your own link, for your phone" width="176" height="176" />
        <span class="meta">Scan it, and press “Continue as ${nameOf(view.value.seats.find((seat) => seat.id === view.value.me))}”. It is your own link: nobody else should scan it.</span></li>
      <li class="stack stack--tight"><strong>Hand this laptop over</strong>
        <span class="meta">This browser forgets your place and opens the candidate’s invitation. Your questions are on your phone only.</span>
        <${PostForm} to=${addressOf("leave")} hidden=${{ next: new URL(theirs.url).pathname }}>
          <button type="submit" class="button button--primary">My phone is ready: make this laptop the candidate’s</button>
        <//></li>
    </ol>
  </div></details>`;
}
