// Before being forgotten: grades that are on this device alone would be lost with it.
import { effect } from "@preact/signals";
import { open, waiting } from "./drill/queue.js";

const line = document.querySelector("[data-unsent]");
open(() => {});
effect(() => {
  line.hidden = !waiting.value;
  line.textContent = `${waiting.value} grade${waiting.value === 1 ? "" : "s"} of your drills are on this device alone and not stored yet: they would be lost. Wait until there is a line.`;
});
