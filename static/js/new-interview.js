// Comfort for the new-interview form, which works without it: choosing a deck shows its questions, and a click on a
// question's title gives it the next number, or takes its number back.

const form = document.querySelector("[data-new-interview]");
const numbers = [...form.querySelectorAll("[data-order] input")];

form.addEventListener("change", (event) => {
  if (event.target.name === "deck") form.requestSubmit(form.querySelector("button[name=show]"));
});

function renumber() {
  numbers
    .filter((input) => input.value !== "")
    .sort((a, b) => Number(a.value) - Number(b.value))
    .forEach((input, at) => { input.value = at + 1; });
}

form.querySelector("[data-order]").addEventListener("click", (event) => {
  const input = event.target.closest("label")?.control;
  if (!input) return;
  event.preventDefault();
  if (input.value === "") input.value = numbers.filter((each) => each.value !== "").length + 1;
  else input.value = "";
  renumber();
  input.focus();
});

form.querySelector("[data-order-hint]").textContent =
  "Choose the questions you want by their titles, in the order you want them, or number them. None chosen: the first ones are planned.";
