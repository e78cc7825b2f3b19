// Buttons that copy what stands in a field; without this script it is copied by hand.
import { copy } from "./ui/copy.js";

const THANKS_MS = 2500;

for (const button of document.querySelectorAll("[data-copies]")) {
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    if (await copy(field.value)) {
      button.textContent = "Copied ✓";
      setTimeout(() => { button.textContent = label; }, THANKS_MS);
    } else {
      field.focus();
      field.select();
    }
  });
}
