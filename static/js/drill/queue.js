// What was done on this device and the server does not have yet: an entry of its own for each act, so that two tabs can't
// overwrite each other's. It is sent in the order in which it was done until it is answered; the server stores each act once.
import { signal } from "@preact/signals";

const PREFIX = "greenroom:act:";
const TIMEOUT_MS = 10_000;
const AGAIN_MS = [1000, 2000, 5000, 10_000, 30_000];
const BATCH = 100;
const UNSENDABLE = { 400: "did not understand them", 404: "does not know their drill in this browser", 413: "finds them too long" };

export const waiting = signal(0); // how many acts of all drills are not stored yet
export const refused = signal(""); // why they never will be, in a sentence
export const away = signal(false); // the last try found no server

const box = storage();
const unkept = new Map(); // acts that this browser had no room for: they are kept while the page is open
let heard = () => {};
let sending = false;
let failures = 0;
let timer = 0;

/** Begin: send what waits, now and whenever a line may be back. `onOutcomes(drill, answer, acts)` hears what became of it. */
export function open(onOutcomes) {
  heard = onOutcomes;
  addEventListener("online", soon);
  addEventListener("storage", (event) => (event.key ?? PREFIX).startsWith(PREFIX) && count());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  soon();
}

/** Queue an act of a drill. @returns {boolean} whether it is kept when the page is closed */
export function add(drill, act) {
  act.at_ms = Math.max(act.at_ms, (acts(drill).at(-1)?.at_ms ?? 0) + 1); // in order, though the device's clock was set back
  const name = `${PREFIX}${drill}:${act.id}:${act.act}`;
  const kept = store(name, JSON.stringify(act));
  if (!kept) unkept.set(name, act);
  soon();
  return kept;
}

/** The acts of a drill that wait, in the order in which they were done. */
export function acts(drill) {
  return all().filter((each) => each.drill === drill).map((each) => each.act);
}

function all() {
  const found = [...unkept].map(([name, act]) => ({ name, act }));
  for (const name of Object.keys(box ?? {})) {
    if (!name.startsWith(PREFIX)) continue;
    try {
      found.push({ name, act: JSON.parse(box.getItem(name)) });
    } catch {
      box.removeItem(name); // not written by us
    }
  }
  for (const each of found) each.drill = each.name.slice(PREFIX.length).split(":")[0];
  return found.sort((one, other) => one.act.at_ms - other.act.at_ms);
}

function count() {
  waiting.value = all().length;
}

function soon() {
  count();
  clearTimeout(timer);
  timer = setTimeout(send, 0);
}

async function send() {
  if (sending) return;
  sending = true;
  let trouble = "";
  for (const drill of new Set(all().map((each) => each.drill))) {
    const batch = all().filter((each) => each.drill === drill).slice(0, BATCH);
    const answer = await post(drill, batch.map((each) => each.act));
    if (answer.ok) {
      for (const each of batch) forget(each.name);
      heard(drill, answer.body, batch.map((each) => each.act));
    } else if (answer.status in UNSENDABLE) {
      trouble = `${batch.length} of your grades can’t be stored: the server ${UNSENDABLE[answer.status]}. They stay on this device.`;
    } else {
      away.value = true;
      again();
      sending = false;
      return;
    }
    away.value = false;
    failures = 0;
  }
  sending = false;
  refused.value = trouble;
  count();
  if (waiting.value && !trouble) soon(); // queued meanwhile
}

async function post(drill, list) {
  const body = JSON.stringify({ sent_ms: Date.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null, acts: list });
  try {
    const answer = await fetch(`/drill/${drill}/reviews`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { ok: answer.ok, status: answer.status, body: answer.ok ? await answer.json() : null };
  } catch {
    return { ok: false, status: 0, body: null };
  }
}

function again() {
  count();
  timer = setTimeout(send, AGAIN_MS[Math.min(failures++, AGAIN_MS.length - 1)]);
}

function forget(name) {
  unkept.delete(name);
  box?.removeItem(name);
}

function store(name, text) {
  try {
    box.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

function storage() {
  try {
    return localStorage;
  } catch {
    return null; // forbidden here
  }
}
