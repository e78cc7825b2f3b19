// The replay of an interview: fetches what was shown, and plays it.
import { render } from "preact";
import { readFrames, Replay } from "./live/playback.js";
import { Player } from "./replay/player.js";
import { html } from "./ui/htm.js";

const main = document.getElementById("replay");

async function open() {
  let sentence = "The replay could not be fetched. Load the page again.";
  try {
    const response = await fetch(main.dataset.frames, { headers: { accept: "application/json" } });
    if (response.ok) {
      const replay = new Replay(readFrames(await response.text()));
      main.replaceChildren();
      render(html`<${Player} replay=${replay} />`, main);
      return;
    }
    sentence = (await response.json()).message ?? sentence;
  } catch {
    // said below
  }
  main.replaceChildren();
  render(html`<p class="callout" role="alert">${sentence}</p>`, main);
}

open();
