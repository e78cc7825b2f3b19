// A shared report that is open closes when its link is taken back or expires: it asks every four seconds.
const EVERY_MS = 4000;
const page = document.getElementById("shared");
const { still } = page.dataset;

async function look() {
  let gone = false;
  try {
    gone = (await fetch(still, { cache: "no-store" })).status === 404;
  } catch {
    // without a line nothing is known; ask again
  }
  if (!gone) return setTimeout(look, EVERY_MS);
  page.replaceChildren();
  const said = document.createElement("p");
  said.className = "callout";
  said.setAttribute("role", "alert");
  said.textContent = "This link is no longer good: it was taken back, or it has expired. Ask whoever sent it to you for another.";
  page.append(said);
  document.title = "No longer good · Greenroom";
}

setTimeout(look, EVERY_MS);
