// What every server-rendered page may use: times in the reader's zone, and which that is; the way to what is wrong in a form;
// and buttons that ask for a second press.
import { day, elsewhere, moment, start } from "./live/moment.js";

const ARMED_MS = 5000;

for (const time of document.querySelectorAll("time")) {
  const said = inOwnZone(Date.parse(time.dateTime), time.dataset);
  if (!said) continue;
  time.title = time.textContent;
  time.textContent = said;
}

for (const field of document.querySelectorAll("input[name=zone]")) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

const wrong = document.querySelector("[data-first-wrong]")?.hash.slice(1);
(document.getElementById(wrong) ?? document.querySelector("[aria-invalid=true]"))?.focus();

/** `zone`: of the place where a start was planned; `day`: the day alone is meant. */
function inOwnZone(at_ms, { zone, day: dayAlone }) {
  if (dayAlone !== undefined) return day(at_ms);
  if (!zone) return moment(at_ms);
  const there = elsewhere(at_ms, zone);
  return start(at_ms) + (there && ` (${there})`);
}

for (const button of document.querySelectorAll("[data-confirm]")) {
  button.setAttribute("aria-live", "polite");
  const label = button.textContent;
  let disarm = 0;
  button.addEventListener("click", (event) => {
    if (button.classList.contains("is-armed")) return;
    event.preventDefault();
    button.classList.add("is-armed");
    button.textContent = button.dataset.confirm;
    clearTimeout(disarm);
    disarm = setTimeout(() => {
      button.classList.remove("is-armed");
      button.textContent = label;
    }, ARMED_MS);
  });
}
