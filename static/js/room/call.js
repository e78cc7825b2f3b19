// Voice and video between two people in the room: offered by one, accepted by the other.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ending, isOn } from "../live/call.js";
import { obstacle } from "../live/devices.js";
import { nameOf, seatOf } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import {
  call, devices, dial, dismiss, film, leave, muted, mute, opening, own, refuse, speaking, speakInto, take, theirs, told, trouble,
} from "./calling.js";
import { connected, view } from "./store.js";

export function Call() {
  const ref = useRef(null);
  const phase = call.value?.phase ?? "none";
  useFocus(ref, phase);
  useEffect(() => leave, []); // who has no place in the room any more has no call there
  const there = !isOn(call.value) || view.value.seats.some((seat) => seat.id === call.value.seat);
  useEffect(() => {
    if (!there) leave();
  }, [there]);
  const Part = { none: Offer, offering: Offering, ringing: Ringing, ended: Ended }[phase] ?? Talk;
  return html`<section class=${`call call--${phase}`} ref=${ref} aria-labelledby="call-title"><${Part} /></section>`;
}

/** The focus follows who pressed something here that is gone by now; what others do is only said. */
function useFocus(ref, phase) {
  const before = useRef({ phase, inside: false });
  const { inside } = before.current;
  before.current.inside = ref.current?.contains(document.activeElement) ?? false;
  useEffect(() => {
    if (before.current.phase === phase) return;
    before.current.phase = phase;
    const title = ref.current.querySelector("#call-title");
    if ((inside || before.current.inside) && document.activeElement === document.body) title.focus();
    else if (phase !== "none") announce(title.textContent);
  }, [phase]);
}

const named = () => nameOf(seatOf(view.value, call.value.seat));
const Title = ({ children }) => html`<h2 class="h4" id="call-title" tabindex="-1">${children}</h2>`;
const Trouble = () => trouble.value && html`<p class="callout callout--danger" role="alert">${trouble.value}</p>`;

function Offer() {
  const why = obstacle();
  const others = view.value.seats.filter((seat) => seat.joined && seat.id !== view.value.me);
  if (!others.length) return html`<span hidden id="call-title">Voice and video</span>`;
  return html`<details class="call__offer"><summary id="call-title">Voice and video</summary>
    <div class="stack stack--tight">
      ${why ? html`<p class="callout callout--time">${why}</p>` : html`
        <p class="meta">You see and hear each other here, straight from browser to browser. Nothing is recorded.</p>
        <${Trouble} />
        <ul class="list">${others.map((seat) => html`<${Someone} key=${seat.id} seat=${seat} />`)}</ul>`}
    </div>
  </details>`;
}

function Someone({ seat }) {
  const off = connected.value?.has(seat.id) ? "" : `${nameOf(seat)} is not connected at the moment.`;
  const button = (words, video) => html`<${Button} size="small" off=${off} busy=${opening.value} onPress=${() => dial(seat.id, video)}>${words}<//>`;
  return html`<li class="row">${button(`Call ${nameOf(seat)} with video`, true)}${button(`Call ${nameOf(seat)}, voice only`, false)}</li>`;
}

function Offering() {
  return html`<div class="banner call__bar"><${Title}><span class="waiting">Calling ${named()}</span><//>
    <${Button} size="small" kind="danger" onPress=${leave}>Cancel the call<//></div>`;
}

function Ringing() {
  const why = obstacle();
  return html`<div class="banner call__bar"><${Title}>${named()} would like to talk with you${call.value.video ? ", with video" : ""}<//>
    <div class="row">
      ${!why && html`<${Button} size="small" kind="primary" busy=${opening.value} onPress=${() => take(true)}>Accept with video<//>
        <${Button} size="small" busy=${opening.value} onPress=${() => take(false)}>Accept, voice only<//>`}
      <${Button} size="small" kind="danger" onPress=${refuse}>Decline<//>
    </div>
    ${why && html`<p>${why}</p>`}
    <${Trouble} /></div>`;
}

function Ended() {
  const { seat, video, why } = call.value;
  return html`<div class="banner call__bar"><${Title}>${ending(call.value, named())}<//>
    <div class="row">
      ${why !== "elsewhere" && html`<${Button} size="small" busy=${opening.value} onPress=${() => dial(seat, video)}>${why === "missed" ? "Call back" : "Try again"}<//>`}
      <${Button} size="small" kind="quiet" onPress=${dismiss}>Close<//>
    </div>
    <${Trouble} /></div>`;
}

function Talk() {
  const { phase, steady } = call.value;
  const name = named();
  const words = phase === "connecting" ? `Connecting you with ${name}` : steady ? `In a call with ${name}` : `The connection with ${name} is unsteady. Trying again`;
  useEffect(() => {
    if (phase === "connected" && !steady) announce(words);
  }, [steady]);
  return html`<${Title}>${phase === "connected" && steady ? words : html`<span class="waiting">${words}</span>`}<//>
    <div class="call__talk"><div class="call__faces">
      <${Face} name=${name} stream=${theirs.value} picture=${told.value.camera} muted=${told.value.muted} speaks=${speaking.value.them} />
      <${Myself} />
    </div>
    <div class="stack stack--tight"><${Controls} /></div></div>
    <${Trouble} />`;
}

function Myself() {
  const { video } = own.value;
  const stream = useRef(null);
  if (stream.current?.getVideoTracks()[0] !== video) stream.current = video && new MediaStream([video]);
  return html`<${Face} name="You" own stream=${stream.current} picture=${video !== null} muted=${muted.value} speaks=${speaking.value.me} />`;
}

/** Somebody's picture, or their name in its place; the voice comes from the same element. */
function Face({ name, stream, picture, muted: silent, speaks, own: mine = false }) {
  const ref = useRef(null);
  useEffect(() => {
    ref.current.srcObject = stream;
    ref.current.muted = mine; // the attribute alone counts only when the page is parsed
    ref.current.play().catch(() => {}); // without a stream, or when it goes again before it plays
  }, [stream]);
  return html`<figure class=${`face ${speaks && !silent ? "is-speaking" : ""} ${mine ? "face--own" : ""}`}>
    <video ref=${ref} autoplay playsinline hidden=${!picture} aria-label=${mine ? "Your own picture" : `${name}’s picture`}></video>
    <figcaption>${name}${silent ? ", muted" : ""}${picture ? "" : ", camera off"}</figcaption>
  </figure>`;
}

function Controls() {
  const filming = own.value.video !== null;
  return html`<div class="row">
      <${Button} size="small" pressed=${muted.value} onPress=${() => mute(!muted.value)}>Mute<//>
      <${Button} size="small" pressed=${!filming} onPress=${() => film(filming ? null : "")}>Camera off<//>
      <${Button} size="small" kind="danger" onPress=${leave}>Hang up<//>
    </div>
    <details class="peek"><summary>Devices</summary><div class="stack stack--tight">
      <${Choice} kind="audio" label="Microphone" track=${own.value.audio} choose=${speakInto} />
      <${Choice} kind="video" label="Camera" track=${own.value.video} choose=${film} />
      <${Telling} />
    </div></details>`;
}

function Choice({ kind, label, track, choose }) {
  const found = devices.value.filter((one) => one.kind === kind);
  const chosen = track?.getSettings().deviceId;
  return html`<div class="field"><label for=${`call-${kind}`}>${label}</label>
    <select id=${`call-${kind}`} onChange=${(event) => choose(event.currentTarget.value)}>
      ${!track && html`<option value="" selected disabled>None</option>`}
      ${found.map(({ id, label: words }, at) => html`<option value=${id} selected=${id === chosen}>${words || `${label} ${at + 1}`}</option>`)}
    </select></div>`;
}

/** Who speaks shows as an outline; in words only for who asks for them, because they would talk into the talk. */
function Telling() {
  const asked = useSignal(false);
  const { me, them } = speaking.value;
  useEffect(() => {
    if (asked.value && them) announce(`${named()} speaks`);
  }, [them]);
  useEffect(() => {
    if (asked.value && me) announce("You are heard");
  }, [me]);
  return html`<label class="choice choice--bare"><input type="checkbox" checked=${asked.value} onChange=${(event) => (asked.value = event.currentTarget.checked)} />
    <span>Say in words who speaks (for screen readers)</span></label>`;
}
