// The menu of drills: sends what waits, and has a drill laid ready for when there is no line.
import { waiting, away, open } from "./drill/queue.js";
import { keepHere, layReady } from "./drill/offline.js";
import { effect } from "@preact/signals";

const WITHOUT = {
  strict: "A strict drill needs the line: the server holds its clock and its answers. Practise instead, or try again when the line is back.",
  ready: "There is no line, and nothing lies ready on this device yet. Open this page once with a line; then a drill of 20 questions is always there.",
};

const says = document.querySelector("[data-menu-says]");
const without = WITHOUT[new URLSearchParams(location.search).get("without")];

open(() => {});
effect(() => {
  const queued = waiting.value && away.value ? `${waiting.value} grade${waiting.value === 1 ? "" : "s"} of yours are on this device and will be stored when the line is back.` : "";
  says.replaceChildren(...[without, queued].filter(Boolean).map(callout));
});
ready();

async function ready() {
  await keepHere();
  if (!("serviceWorker" in navigator)) return;
  try {
    const answer = await fetch("/drill/spare", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    const { address } = await answer.json();
    if (address) await layReady(address);
  } catch {
    // what lay ready before still does
  }
}

function callout(sentence) {
  const line = document.createElement("p");
  line.className = "callout";
  line.textContent = sentence;
  return line;
}
