// What every server-rendered page may use: buttons that ask for a second press.

const ARMED_MS = 5000;

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
