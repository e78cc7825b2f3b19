// How long it is until a planned start, on the invitation.
import { countdown } from "./live/schedule.js";

const MINUTE_MS = 60_000;

const counting = document.querySelector("[data-countdown]");
const said = document.querySelector("[data-countdown-said]");
const startsMs = Number(counting.dataset.countdown);
tick();

/** Write the time until the start, and again when that changes. */
function tick() {
  const leftMs = startsMs - Date.now();
  counting.textContent = leftMs > 0 ? countdown(leftMs) : "It is time.";
  if (leftMs <= 0) {
    said.textContent = "It is time. Give your name and take your seat.";
    return;
  }
  // Seconds are shown in the last ten minutes; a screen reader hears of the end only.
  setTimeout(tick, leftMs > 10 * MINUTE_MS ? 10_000 : 1_000 - (Date.now() % 1_000));
}
