// Comfort for the form that asks for documents, which works without it: files are dropped, chosen one after the other and
// taken out again, and while they are read the page says so.

const MOST_BYTES = 10 * 1024 * 1024;
const form = document.querySelector("[data-new-deck]");
const zone = form.querySelector("[data-drop]");
const input = form.elements.file;
const list = form.querySelector("[data-files]");
const tooMuch = form.querySelector("[data-too-much]");
const reading = form.querySelector("[data-reading]");
const button = form.querySelector("button");
let chosen = [];

form.querySelector("[data-drop-hint]").hidden = false;

function add(files) {
  const known = new Set(chosen.map(named));
  chosen = [...chosen, ...[...files].filter((file) => !known.has(named(file)))];
  show();
}

function show() {
  const held = new DataTransfer();
  for (const file of chosen) held.items.add(file);
  input.files = held.files;
  list.replaceChildren(...chosen.map(line));
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  tooMuch.textContent = size > MOST_BYTES ? `These are ${megabytes(size)} together; at most 10 MB are taken. Take some out.` : "";
}

function line(file) {
  const item = document.createElement("li");
  item.className = "spread";
  const name = document.createElement("span");
  name.textContent = `${file.name}, ${megabytes(file.size)}`;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "button button--small";
  remove.textContent = "Take out";
  remove.setAttribute("aria-label", `Take out ${file.name}`);
  remove.addEventListener("click", () => {
    chosen = chosen.filter((one) => one !== file);
    show();
    input.focus();
  });
  item.append(name, remove);
  return item;
}

function named(file) {
  return [file.name, file.size, file.lastModified].join("\n");
}

function megabytes(bytes) {
  return bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

input.addEventListener("change", () => add(input.files));
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault(); // a file that misses the zone must not replace the page
  zone.classList.add("is-over");
});
addEventListener("dragleave", (event) => event.relatedTarget || zone.classList.remove("is-over"));
addEventListener("drop", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  add(event.dataTransfer.files);
});

form.addEventListener("submit", (event) => {
  if (tooMuch.textContent || button.getAttribute("aria-busy")) {
    event.preventDefault();
    input.focus();
    return;
  }
  button.setAttribute("aria-busy", "true");
  reading.hidden = false;
  reading.textContent = "Reading. A long document takes up to 20 seconds…";
});

addEventListener("pageshow", () => {
  button.removeAttribute("aria-busy");
  reading.hidden = true;
  if (input.files.length && !chosen.length) add(input.files);
});
