// The page of a class follows it: what others change, and who comes in, is drawn anew where nobody is at work.
import { follow } from "./classes/follow.js";

const live = document.getElementById("class");

async function draw() {
  let page;
  try {
    const response = await fetch(location.pathname);
    if (!response.ok) return;
    page = await response.text();
  } catch {
    return; // the next sync asks again
  }
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("class");
  if (fresh.dataset.rev === live.dataset.rev || live.contains(document.activeElement) || live.querySelector("details[open]")) return;
  live.dataset.rev = fresh.dataset.rev;
  live.replaceChildren(...fresh.childNodes);
}

follow(live.dataset, draw);
