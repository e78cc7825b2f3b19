// What a page knows of its interview, as pure functions from the known and a message to the new.
import { apply } from "./splice.js";

const COMMON = { rounds: [], round: null, seats: [] };
const PREPARES = { ...COMMON, plan: [], feedback: null, content_rev: 0 };
const BY_ROLE = { interviewer: { ...PREPARES, show_count: true, show_answers: true }, candidate: { ...PREPARES, show_answers: true }, observer: COMMON, soloist: { ...COMMON, planned: 0, total: 0 } };
const PANEL = { done: [], marks: {}, changed: {} };
const LINE = { marks: {} };
const ASKED = {
  topics: [], difficulty: 2, seconds: 120, guidance: "", answer: "", example: "", points: [], ticks: [],
  revealed: [], signals: {}, marks: {}, help: "unaided", note_released: false,
};
const SHOWN = { revealed: [], signals: {}, typing_open: false };

/** Keep the view with the highest revision. */
export function newest(known, view) {
  return known && known.rev >= view.rev ? known : complete(view);
}

/** Fill in the fields that the server leaves out because they are at their default. */
export function complete(view) {
  const whole = { ...BY_ROLE[view.role], ...view };
  whole.rounds = whole.rounds.map((line) => withPanel({ ...LINE, ...line }));
  whole.plan = whole.plan?.map(([id, title, seconds]) => ({ id, title, seconds }));
  if (whole.round) whole.round = withPanel({ ...("question" in whole.round ? ASKED : SHOWN), ...whole.round });
  return whole;
}

function withPanel(round) {
  return round.panel ? { ...round, panel: { ...PANEL, ...round.panel } } : round;
}

/** Tell whether the reader of this round (open, or a line of the list) was an interviewer in it. */
export function interviewed(round) {
  return "question" in round;
}

/**
 * Return the command that asks this question. It says what its sender has seen: when somebody was faster, on another
 * device perhaps, the server asks nothing, and no question is burnt by a second press.
 */
export function asking(view, question) {
  return { type: "ask", question, after: view.round?.id ?? view.rounds.length };
}

/** Return the seat that the reader swaps roles with; null where they do not swap, or nobody has come. */
export function swapPartner(view) {
  if (!view.options.swap || !view.seats.find((seat) => seat.id === view.me)?.side) return null;
  return view.seats.find((seat) => seat.side && seat.id !== view.me && seat.joined) ?? null;
}

/** Tell whether the reader releases and reopens the report: the lead, and in a swap either side that has interviewed. */
export function releases(view) {
  if (view.me === view.lead) return true;
  return Boolean(seatOf(view, view.me).side) && (view.role === "interviewer" || Boolean(view.interviewed));
}

/** Return the seat with this id, or an empty one that can be spoken about. */
export function seatOf(view, id) {
  return view.seats.find((seat) => seat.id === id) ?? { id, role: "observer", name: "" };
}

/** Name a seat to a reader: the participant's name, else the role. */
export function nameOf(seat) {
  return seat.name || { interviewer: "the interviewer", candidate: "the candidate", observer: "the observer" }[seat.role];
}

/**
 * Take a `draft` message into the texts one reads ({"answer:3": {seq, full}}).
 * @returns {{texts: object, gap: boolean}} `gap` when a splice is missing in between: sync.
 */
export function receiveText(texts, message) {
  const key = `${message.text}:${message.round}`;
  const known = texts[key] ?? { seq: 0, full: "" };
  if ("full" in message) {
    if (message.seq < known.seq) return { texts, gap: false };
    return { texts: { ...texts, [key]: { seq: message.seq, full: message.full } }, gap: false };
  }
  if (message.seq <= known.seq) return { texts, gap: false };
  if (message.seq !== known.seq + 1) return { texts, gap: true };
  return { texts: { ...texts, [key]: { seq: message.seq, full: apply(known.full, message) } }, gap: false };
}

/**
 * Describe how a seat is here: "here", "lost", "left" or "awaited". Presence is the freshest; before it came, the view tells.
 * Once no clock runs any more nobody is lost, only "away": on another page, mostly.
 * @param {Set<string> | null} connected
 * @param {string} status the interview's
 */
export function whereabouts(seat, connected, status) {
  if (!seat.joined) return "awaited";
  if (connected?.has(seat.id)) return "here";
  if (seat.left) return "left";
  if (!connected && seat.lost_ms === undefined) return "here";
  return status === "wrapup" || status === "released" ? "away" : "lost";
}
