// A spoken answer: it is recorded while its clock runs, and played back beside the model answer.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Kept, minutes, Playback } from "./playback.js";
import { Recorder } from "./recorder.js";
import { changes, find } from "./recordings.js";

/**
 * @param {{drill: string, place: number, running: boolean, shown: boolean}} props `running`: the answer clock runs, and with it
 *   the recording; `shown`: the model answer is on the screen, and with it the recording
 */
export function Speaking({ drill, place, running, shown }) {
  const recorder = useMemo(() => new Recorder(drill, place), [drill, place]);
  const parts = useParts(drill, place);
  const title = useRef(null);
  const phase = recorder.phase.value;
  const trouble = recorder.trouble.value;
  useEffect(() => {
    if (running) recorder.start();
    else if (!shown) recorder.ask();
    return () => recorder.stop();
  }, [recorder, running]);
  useEffect(() => {
    if (phase === "on") announce("Recording");
  }, [phase]);
  const again = () => (running ? recorder.start() : recorder.ask({ again: true }));
  return html`<section class="speaking stack stack--tight" aria-labelledby="speaking">
    <h2 class="h3" id="speaking" tabindex="-1" ref=${title}>Your spoken answer</h2>
    <div role="status">${trouble && html`<p class="callout callout--time">${trouble.says}</p>`}</div>
    ${trouble?.again && !shown && phase === "off" && html`<div><${Button} size="small" onPress=${again}>Try again<//></div>`}
    ${shown ? html`<${Playback} drill=${drill} place=${place} parts=${parts} title=${title} />` : html`<${Sign} recorder=${recorder} running=${running} parts=${parts} />`}
    <${Kept} title=${title} />
  </section>`;
}

function Sign({ recorder, running, parts }) {
  const phase = recorder.phase.value;
  if (phase === "on") return html`<p class="recording">Recording${recorder.heard.value ? "" : "; nothing is heard yet"}</p>`;
  if (phase === "opening") return html`<p class="meta">The microphone is being opened.</p>`;
  if (phase === "elsewhere") return html`<p class="meta">This answer is being recorded in another tab. Close it there to go on here.</p>`;
  if (running) return html`<p class="meta">Nothing is being recorded.</p>`;
  if (parts.length) return html`<p class="meta">Recorded: ${minutes(parts.reduce((sum, { length_ms }) => sum + length_ms, 0))}. It can be played when the answer is shown.</p>`;
  return html`<p class="meta">It is recorded while the answer clock runs.</p>`;
}

function useParts(drill, place) {
  const [parts, setParts] = useState([]);
  const grown = changes.value;
  useEffect(() => {
    let current = true;
    find(drill, place).then((found) => current && setParts(found), () => {}); // where nothing can be kept, nothing is found
    return () => (current = false);
  }, [drill, place, grown]);
  return parts;
}
