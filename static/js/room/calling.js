// The one call of this page: what the components read, and what they can ask for. Nothing of it is recorded.
import { signal } from "@preact/signals";
import { isOn, limitOf, read, step } from "../live/call.js";
import { newId } from "../live/connection.js";
import { listDevices, listen, openBoth, openOne, refusal } from "../live/devices.js";
import { Peer } from "../live/peer.js";
import { addressOf, hearCalls, signalCall } from "./store.js";

const AGAIN_MS = 1000;
const SILENT = { me: false, them: false };
const SHOWN = { muted: false, camera: true };

export const call = signal(null);
export const opening = signal(false); // the browser asks for microphone and camera
export const trouble = signal(""); // a sentence on microphone or camera
export const own = signal({ audio: null, video: null }); // the tracks one sends
export const muted = signal(false);
export const theirs = signal(null); // their stream
export const told = signal(SHOWN); // what they say of themselves
export const speaking = signal(SILENT);
export const devices = signal([]);

const device = newId();
let peer = null; // a promise of the Peer
let line = Promise.resolve(); // messages leave in order
let limit = 0;
let listeners = {};

hearCalls((message) => {
  const event = read(message, device);
  if (event) happens(event);
});
window.addEventListener("pagehide", () => happens({ type: "leave", why: "left" }));

/** Call somebody; the browser asks for microphone and camera first. */
export async function dial(seat, video) {
  if (await opened(video)) happens({ type: "dial", seat, video, id: newId() });
}

/** Take the call that rings. */
export async function take(video) {
  const { id } = call.value;
  if (!(await opened(video))) return;
  if (call.value?.id === id && call.value.phase === "ringing") happens({ type: "take" });
  else if (!isOn(call.value)) release(); // they gave up meanwhile
}

export const refuse = () => happens({ type: "refuse" });
export const leave = () => happens({ type: "leave" });
export const dismiss = () => happens({ type: "dismiss" });

/** Send one's voice, or silence. */
export function mute(on) {
  muted.value = on;
  if (own.value.audio) own.value.audio.enabled = !on;
  tell();
}

/** Send a picture from this camera ("": the browser's choice), or none (null): its light goes out. */
export async function film(id) {
  await swap("video", id);
  tell();
}

/** Speak into this microphone from now on. */
export async function speakInto(id) {
  await swap("audio", id);
  mute(muted.value);
}

async function opened(video) {
  if (opening.value) return false;
  opening.value = true;
  trouble.value = "";
  try {
    release();
    keep(await openBoth(video));
    devices.value = await listDevices();
    return true;
  } catch (error) {
    trouble.value = refusal(error);
    return false;
  } finally {
    opening.value = false;
  }
}

async function swap(kind, id) {
  trouble.value = "";
  if (kind === "video") own.value.video?.stop(); // phones open one camera at a time
  let track = null;
  try {
    if (id !== null) track = await openOne(kind, id);
  } catch (error) {
    trouble.value = refusal(error);
    if (kind === "audio") return; // the microphone that one has still works
  }
  if (!isOn(call.value)) {
    track?.stop();
    return;
  }
  own.value[kind]?.stop();
  keep({ ...own.value, [kind]: track });
  await (await peer)?.replace(kind, track);
  devices.value = await listDevices(); // their names may be told by now
}

function keep(tracks) {
  own.value = tracks;
  for (const track of Object.values(tracks)) if (track) track.onended = () => lose(track);
  hear("me", tracks.audio);
}

function lose(track) {
  trouble.value = `Your ${track.kind === "audio" ? "microphone" : "camera"} has stopped. Choose another under “Devices”.`;
  if (track.kind === "video") film(null);
}

function release() {
  for (const track of Object.values(own.value)) track?.stop();
  own.value = { audio: null, video: null };
  muted.value = false;
  hear("me", null);
}

function hear(who, track) {
  listeners[who]?.();
  listeners[who] = track ? listen(track, (speaks) => (speaking.value = { ...speaking.value, [who]: speaks })) : null;
  speaking.value = { ...speaking.value, [who]: false };
}

const DOES = {
  send: ({ message, data }) => queue(message, data),
  start: () => (peer = start(call.value)),
  signal: ({ data }) => peer?.then((one) => one?.receive(data)),
  close,
};

function happens(event) {
  const before = call.value;
  const { call: next, does } = step(before, event);
  call.value = next;
  for (const one of does) DOES[one.type](one);
  if (limitOf(before) === limitOf(next) && before?.id === next?.id) return;
  clearTimeout(limit);
  const { within_ms, why } = limitOf(next) ?? {};
  if (why) limit = setTimeout(() => fail(next.id, why), within_ms);
}

function fail(id, why) {
  if (call.value?.id === id) happens({ type: "fail", why });
}

async function start({ id, polite }) {
  const current = (does) => (...args) => call.value?.id === id && does(...args);
  const signalled = (kind, data) => queue({ to: call.value.seat, call: id, kind }, { to: call.value.peer, ...data });
  try {
    const iceServers = await fetchIceServers();
    if (call.value?.id !== id) return null;
    return new Peer({ iceServers, polite, tracks: { ...own.value } }, {
      signal: current(signalled),
      connected: current(() => happens({ type: "connected" })),
      unsteady: current(() => happens({ type: "unsteady" })),
      media: current((stream) => {
        theirs.value = stream;
        hear("them", stream.getAudioTracks()[0] ?? null);
      }),
      told: current((facts) => (told.value = facts)),
      open: current(tell),
    });
  } catch {
    fail(id, "broken");
    return null;
  }
}

function close() {
  peer?.then((one) => one?.close());
  peer = null;
  theirs.value = null;
  told.value = SHOWN;
  hear("them", null);
  if (!isOn(call.value)) release();
}

async function tell() {
  (await peer)?.tell({ muted: muted.value, camera: own.value.video !== null });
}

/** Fetch them anew for each call: what signs in to a relay may be short-lived. */
async function fetchIceServers() {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(addressOf("token"), { method: "POST", headers });
  return (await response.json()).ice_servers ?? [];
}

function queue(message, data) {
  line = line.then(() => deliver({ ...message, data: JSON.stringify({ device, ...data }) }));
}

async function deliver(message) {
  for (;;) {
    const { ok, code } = await signalCall(message);
    if (ok || call.value?.id !== message.call) return;
    // Who was there a moment ago may be connecting again; the call's own limit ends the waiting.
    if (code !== "nobody_there" || message.kind === "offer") return fail(message.call, code);
    await new Promise((wake) => setTimeout(wake, AGAIN_MS));
  }
}
