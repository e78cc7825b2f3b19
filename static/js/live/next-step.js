// The next step of an interview for one of its interviewers: pure. The one primary button names it.
import { interviewed, nameOf, seatOf, swapPartner } from "./room-state.js";

/** List the dimensions on which a round is not marked yet; who passed on marking it has none to mark. */
export function unmarked(round, dimensions) {
  if (round.panel?.passed) return [];
  return dimensions.filter((dimension) => !(dimension.id in round.marks));
}

/** List the rounds that their interviewer has not marked on every dimension. Skipped ones need no mark. */
export function unmarkedRounds(view, dimensions) {
  return view.rounds.filter((line) => interviewed(line) && line.state !== "skipped" && unmarked(line, dimensions).length > 0);
}

/**
 * Name the next step.
 * @returns {{kind: string, label: string, detail?: string, command?: object, confirm?: string} | null} null: nothing but to watch.
 */
export function nextStep(view, dimensions) {
  const lead = view.me === view.lead;
  const round = view.round && interviewed(view.round) ? view.round : null;
  const warmUp = round?.id === 0;
  if (view.status !== "live" && !warmUp) return null;
  if (!round) return lead ? between(view) : null;
  const missing = unmarked(round, dimensions).length;
  if (!lead) return missing && !warmUp ? mark(missing, dimensions) : null;
  const absent = warmUp ? null : absence(view);
  if (absent) return absent;
  const { clock } = round;
  const running = clock.phase !== "stopped";
  if (running && clock.paused) return { kind: "resume", label: "Resume the clock", command: { type: "resume" } };
  if (clock.phase === "think") return { kind: "begin", label: "Begin answering", command: { type: "begin" } };
  const answering = running && !clock.over && round.submitted_ms === undefined && round.expired_ms === undefined;
  const none = missing === dimensions.length;
  if (answering && none && round.guidance && round.revealed.length === 0) {
    return { kind: "reveal", label: "Offer the guidance", command: { type: "reveal", stage: "guidance" } };
  }
  if (warmUp) return { kind: "close", label: "Close the warm-up", command: { type: "close" } };
  if (missing) return mark(missing, dimensions);
  const next = ask(view);
  const step = next.kind === "end" && swapDue(view) ? { kind: "close", label: "Close this question", command: { type: "close" } } : next;
  return answering ? cutting(step, candidate(view)) : step;
}

/** Say with a step that would cut somebody off what it does, and have it pressed again. */
function cutting(step, { name }) {
  const does = { ask: "ask the next question", close: "close this question", end: "end it for everybody" }[step.kind];
  return does ? { ...step, confirm: `${name || "The candidate"} is still answering. Press again to ${does}` } : step;
}

/** The first who was invited to be asked, whether or not they have come. */
function candidate(view) {
  const seats = view.seats.filter((seat) => seat.role === "candidate");
  return seats.find((seat) => seat.joined) ?? seats[0] ?? null;
}

/** What comes next where nobody is there to be asked. */
function absence(view) {
  const seat = candidate(view);
  if (!seat) return { kind: "invite", label: "Invite a candidate", detail: "Nobody is here to answer", command: { type: "invite", role: "candidate" } };
  return seat.joined ? null : { kind: "invite", label: "Send the invitation", detail: "The candidate has not come yet" };
}

function between(view) {
  const absent = absence(view);
  if (absent) return absent;
  if (view.swap_offered_by && view.swap_offered_by === swapPartner(view)?.id) return { kind: "accept", label: "Accept the swap", command: { type: "accept_swap" } };
  if (seatOf(view, view.me).deckless) return { kind: "bring", label: "Bring your deck", detail: "You have no questions yet" };
  const step = ask(view);
  if (step.kind !== "end" || !swapDue(view)) return step;
  if (view.swap_offered_by) return null;
  const other = swapPartner(view);
  const detail = other.deckless ? `${nameOf(other)} has still to bring a deck` : undefined;
  return { kind: "swap", label: "Offer to swap roles", detail, command: { type: "offer_swap", on: true } };
}

/** Tell whether the other side has still to ask: then the swap comes before the end. */
export function swapDue(view) {
  return swapPartner(view) !== null && view.rounds.every(interviewed);
}

function mark(missing, dimensions) {
  const all = missing === dimensions.length;
  return { kind: "mark", label: "Mark this answer", detail: all ? undefined : `${missing} of ${dimensions.length} left` };
}

function ask(view) {
  const next = view.plan[0];
  const first = view.rounds.length === 0;
  if (next) return { kind: "ask", label: first ? "Ask the first question" : "Ask the next question", detail: next.title, command: { type: "ask", question: next.id } }; // named: a second press elsewhere asks nothing more
  if (first) return { kind: "choose", label: "Choose a question" };
  return { kind: "end", label: "End the interview", confirm: "Press again to end it for everybody", command: { type: "end" } };
}
