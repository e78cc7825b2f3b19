// What the page holds: signals that the components read, and the few things they can ask for.
import { computed, signal } from "@preact/signals";
import { addSample, estimate } from "../live/clock.js";
import { connect, newId } from "../live/connection.js";
import { Draft } from "../live/draft.js";
import { newest, receiveText, releases } from "../live/room-state.js";
import { announce } from "../ui/announce.js";

const LIMITS = { answer: 20_000, note: 5_000 };
const NOTICE_MS = 8000;
const WARM_UP = "answer:0";

export const view = signal(null);
export const deck = signal(null); // {title, dimensions, questions?}
export const texts = signal({}); // what others type: {"answer:3": {seq, full}}
export const connected = signal(null); // a Set of seat ids, once the server has told
export const connection = signal({ state: "connecting", message: "" });
export const trouble = signal(null); // the code of an answer that is being tried again
export const samples = signal([]);
export const offset = computed(() => estimate(samples.value));
export const pending = signal(new Set()); // keys of the commands under way
export const notices = signal([]);
export const dimensions = computed(() => deck.value?.dimensions ?? []);
export const isLead = computed(() => view.value?.me === view.value?.lead);
export const mayRelease = computed(() => view.value !== null && releases(view.value));

const drafts = new Map();
let place = null;
let wire = null;
let syncing = 0;
let hearCall = () => {};
let deckHeld = "";

/** Open the room: connect, and fetch the deck. */
export function open(where) {
  place = where;
  wire = connect({ query: { interview: where.interview }, token: `${where.base}/token` }, {
    events: {
      view: take,
      draft: receive,
      presence: ({ connected: ids }) => (connected.value = new Set(ids)),
      call: (message) => hearCall(message),
    },
    state: (state, message = "") => (connection.value = { state, message }),
    trouble: (code) => (trouble.value = code),
    sample: (trip) => (samples.value = addSample(samples.value, trip)),
    known: () => ({ rev: view.value?.rev ?? 0, texts: seqs() }),
    synced: fetchDeck,
  });
}

/** The server's time now, in milliseconds since 1970; null before the first round trip. */
export function serverNow() {
  return offset.value && performance.now() + offset.value.offset_ms;
}

/**
 * Ask for a command. Nothing is drawn before the server's view of it is here; a second press meanwhile is ignored.
 * @param {object} command
 * @param {string} key what is pending: buttons with the same key wait together
 * @returns {Promise<boolean>} whether it was done
 */
export async function act(command, key = command.type) {
  if (pending.value.has(key)) return false;
  pending.value = new Set([...pending.value, key]);
  const answer = await wire.command(command);
  if (answer.ok && answer.rev > (view.value?.rev ?? 0)) await wire.sync();
  pending.value = new Set([...pending.value].filter((one) => one !== key));
  if (!answer.ok) notice(answer.message);
  return answer.ok;
}

/** Show a sentence for a while. */
export function notice(sentence) {
  const one = { id: newId(), sentence };
  notices.value = [...notices.value.filter((other) => other.sentence !== sentence), one];
  announce(sentence);
  setTimeout(() => (notices.value = notices.value.filter((other) => other !== one)), NOTICE_MS);
}

/** Hear from now on what other seats signal of calls. */
export function hearCalls(does) {
  hearCall = does;
}

/** Signal something of a call to another seat. */
export const signalCall = (message) => wire.call(message);

/** Return the text that is typed here, "answer" or "note" of a round; made when first asked for. */
export function draftOf(text, round) {
  const key = `${text}:${round}`;
  if (!drafts.has(key)) {
    const changes = signal(0);
    const draft = new Draft(
      { text, round, limit: LIMITS[text], store: storeOf(key) },
      { send: (payload) => wire.draft(payload), sync: syncSoon, newId },
      () => changes.value++,
    );
    draft.changes = changes;
    drafts.set(key, draft);
    syncSoon(); // the server may have more of it
  }
  return drafts.get(key);
}

/** Tell whether this tab holds text of that round that the server has not taken. */
export function untaken(round) {
  if (!drafts.has(`answer:${round}`) && sessionStorage.getItem(storeOf(`answer:${round}`))) draftOf("answer", round);
  const draft = drafts.get(`answer:${round}`);
  return draft && draft.changes.value >= 0 && draft.refusal && draft.local !== draft.base ? draft : null;
}

/** Read a text that others type ("answer:3"), from now on. */
export function read(key) {
  if (!(key in texts.peek())) {
    texts.value = { ...texts.peek(), [key]: { seq: 0, full: "" } };
    syncSoon();
  }
}

/** Fetch JSON below the room's address; null when that fails. */
export async function fetchBelow(path) {
  try {
    const response = await fetch(`${place.base}/${path}`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** The id of this interview. */
export function interview() {
  return place.interview;
}

/** What a form of this page has to carry. */
export function formToken() {
  return place.formToken;
}

/** The address of something below the room's own. */
export function addressOf(path) {
  return `${place.base}/${path}`;
}

function take(message) {
  view.value = newest(view.value, message);
  if (view.value.round?.id !== 0) forgetWarmUp();
  fetchDeck();
}

/** Fetch the deck if it is not the one of the view: roles may be swapped, or another deck brought. */
async function fetchDeck() {
  const wanted = view.value && deckOf(view.value);
  if (!wanted || wanted === deckHeld) return;
  deckHeld = wanted;
  const fetched = await fetchBelow("deck");
  if (fetched && wanted === deckHeld) deck.value = fetched;
  else if (!fetched) deckHeld = ""; // the next sync asks again
}

function deckOf({ content_rev, options, seats }) {
  return [content_rev ?? 0, ...(options.swap ? seats.map((seat) => seat.role) : [])].join();
}

/** A warm-up that is over leaves nothing behind. */
function forgetWarmUp() {
  drafts.get(WARM_UP)?.drop();
  drafts.delete(WARM_UP);
  if (!(WARM_UP in texts.value)) return;
  const { [WARM_UP]: _, ...kept } = texts.value;
  texts.value = kept;
}

function receive(message) {
  const mine = drafts.get(`${message.text}:${message.round}`);
  if (mine) return mine.receive(message);
  const { texts: taken, gap } = receiveText(texts.value, message);
  texts.value = taken;
  if (gap) syncSoon();
}

/** Sync once for all that ask for it in the same moment. */
function syncSoon() {
  syncing ||= setTimeout(() => {
    syncing = 0;
    wire.sync();
  });
}

/** The name in sessionStorage of something of this seat. */
export function storeOf(key) {
  return `greenroom:${place.interview}:${place.seat}:${key}`;
}

function seqs() {
  const all = {};
  for (const [key, text] of Object.entries(texts.value)) all[key] = text.seq;
  for (const [key, draft] of drafts) all[key] = draft.seq;
  return all;
}
