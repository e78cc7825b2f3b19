// What every server-rendered page may use: copy buttons and buttons that ask for a second press.
import { copy } from "./ui/copy.js";

const ARMED_MS = 5000;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.setAttribute("aria-live", "polite");
  const label = button.textContent;
  button.addEventListener("click", async () => {
    if (await copy(button.dataset.copy)) {
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 2000);
    } else {
      window.prompt("Copy this by hand:", button.dataset.copy);
    }
  });
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
