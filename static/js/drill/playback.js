// What was recorded: to be heard, downloaded on purpose, and deleted; and for how long a browser keeps it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { announce } from "../ui/announce.js";
import { TwicePress } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { changes, drop, dropAll, lasting, total } from "./recordings.js";

const AT_THE_END_S = 1e9;

/** The parts of an answer, played one after the other. */
export function Playback({ drill, place, parts, title }) {
  if (!parts.length) return html`<p class="meta">Nothing is recorded of this answer.</p>`;
  return html`<ol class="speaking__parts stack stack--tight">
      ${parts.map((part, index) => html`<${Part} key=${part.started_ms} part=${part} place=${place} name=${parts.length > 1 ? `part ${index + 1} of ${parts.length}` : ""} number=${index + 1} />`)}
    </ol>
    <div><${TwicePress} size="small" kind="danger" confirm="Press again to delete" onPress=${() => deleted(title, drop(drill, place))}>Delete this recording<//></div>`;
}

function Part({ part, place, name, number }) {
  const url = useMemo(() => URL.createObjectURL(part.blob), [part.blob]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const measuring = useRef(false);
  const says = `Your answer${name && `, ${name}`}`;
  const playNext = ({ currentTarget }) => {
    if (!measuring.current) currentTarget.closest("li").nextElementSibling?.querySelector("audio").play();
  };
  return html`<li class="row">
    <audio controls preload="metadata" src=${url} aria-label=${says} onLoadedMetadata=${(event) => measure(event.currentTarget, measuring)} onEnded=${playNext}></audio>
    <span class="meta nums">${name && `${name}, `}${minutes(part.length_ms)}</span>
    <a class="button button--small button--quiet" href=${url} download=${fileName(part, place, name && `-part-${number}`)}>Download${name && html`<span class="visually-hidden"> ${name}</span>`}</a>
  </li>`;
}

/** Browsers write no length into what they record; when they are sent to its end, they find it. */
function measure(audio, measuring) {
  if (audio.duration !== Infinity) return;
  measuring.current = true;
  const back = () => {
    if (audio.duration === Infinity) return;
    audio.removeEventListener("durationchange", back);
    audio.addEventListener("seeked", () => (measuring.current = false), { once: true });
    audio.currentTime = 0;
  };
  audio.addEventListener("durationchange", back);
  audio.currentTime = AT_THE_END_S;
}

function fileName({ started_ms, blob }, place, which) {
  const day = new Date(started_ms).toLocaleDateString("sv"); // as 2026-01-31
  return `greenroom-${day}-question-${place + 1}${which}.${blob.type.startsWith("audio/mp4") ? "m4a" : "webm"}`;
}

/** How long recordings last, and how many there are. */
export function Kept({ title }) {
  const [kept, setKept] = useState({ bytes: 0, count: 0, lasts: false });
  const grown = changes.value;
  useEffect(() => {
    Promise.all([total(), lasting()]).then(([all, lasts]) => setKept({ ...all, lasts }), () => {}); // nothing can be kept
  }, [grown]);
  const { bytes, count, lasts } = kept;
  return html`<p class="meta">${lasts
      ? "A recording never leaves this browser, which keeps it until you delete it here."
      : "A recording never leaves this browser, which may delete it when space is short, and Safari does after seven days without a visit: download what you want to keep."}</p>
    ${count > 0 && html`<details class="disclosure"><summary>All recordings here: ${count}, ${megabytes(bytes)}</summary>
      <${TwicePress} size="small" kind="danger" confirm=${`Press again to delete ${count === 1 ? "it" : `all ${count}`}`} onPress=${() => deleted(title, dropAll())}>Delete all recordings<//>
    </details>`}`;
}

/** The button that was pressed goes away: the focus stays in its section. */
async function deleted(title, done) {
  title.current.focus();
  await done;
  announce("Deleted");
}

/** Say a length as minutes and seconds: "1:05". */
export function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function megabytes(bytes) {
  return `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;
}
