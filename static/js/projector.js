// The projector of a class: how to come in, then phase and clock, and nothing else.
import { signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { connection, follow, serverNow } from "./classes/follow.js";
import { face } from "./live/clock.js";
import { html } from "./ui/htm.js";

const main = document.getElementById("main");
const { scope, base, entry, host, title } = main.dataset;
const state = signal(null);
const now_ms = signal(null);

async function fetchNow() {
  try {
    const response = await fetch(`${base}/now`);
    if (response.ok) state.value = await response.json();
  } catch {
    // the next sync asks again
  }
}

function Projector() {
  useEffect(() => {
    const timer = setInterval(() => (now_ms.value = serverNow()), 250);
    return () => clearInterval(timer);
  }, []);
  const known = state.value;
  if (connection.value === "gone" || known?.ended) return html`<h1>${title}</h1><p class="projector__phase">This class is over.</p>`;
  if (!known) return html`<h1>${title}</h1><p class="waiting">Opening the projector</p>`;
  return html`<h1 class="projector__title">${title}</h1>
    ${known.phase ? html`<p class="projector__phase">${known.phase}</p>
        <p class="projector__clock nums" role="timer" aria-live="off">${now_ms.value === null ? "–:––" : face(known.ends_ms - now_ms.value)}</p>`
      : known.begun ? html`<p class="projector__phase">Thank you all.</p>` : html`<${Entry} known=${known} />`}
    ${connection.value === "lost" && html`<p class="meta" role="status">The line is lost; the clock goes on.</p>`}`;
}

function Entry({ known }) {
  if (!known.code) return html`<p class="projector__phase">The entry is closed.</p>`;
  return html`<div class="projector__entry"><img class="qr" src=${`${base}/qr.svg`} alt=${`QR code of ${entry}`} width="360" height="360" />
    <div><p class="projector__how">Scan, or open<br /><strong>${host}</strong><br />and type</p><p class="projector__code">${known.code}</p>
      <p class="projector__how">${known.locked ? "The entry is locked." : `${known.taken} of ${known.students} are in.`}</p></div></div>`;
}

follow({ scope, base }, fetchNow);
main.replaceChildren();
render(html`<${Projector} />`, main);
