// The next step of an interview for one of its interviewers: pure. The one primary button names it.
import { interviewed } from "./room-state.js";

/** List the dimensions on which a round is not marked yet. */
export function unmarked(round, dimensions) {
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
  if (view.status !== "live") return null;
  if (!round) return lead ? ask(view) : null;
  const missing = unmarked(round, dimensions).length;
  if (!lead) return missing ? mark(missing, dimensions) : null;
  const { clock } = round;
  const running = clock.phase !== "stopped";
  if (running && clock.paused) return { kind: "resume", label: "Resume the clock", command: { type: "resume" } };
  if (clock.phase === "think") return { kind: "begin", label: "Begin answering", command: { type: "begin" } };
  const answering = running && !clock.over && round.submitted_ms === undefined && round.expired_ms === undefined;
  const none = missing === dimensions.length;
  if (answering && none && round.guidance && round.revealed.length === 0) {
    return { kind: "reveal", label: "Offer the guidance", command: { type: "reveal", stage: "guidance" } };
  }
  return missing ? mark(missing, dimensions) : ask(view);
}

function mark(missing, dimensions) {
  const all = missing === dimensions.length;
  return { kind: "mark", label: "Mark this answer", detail: all ? undefined : `${missing} of ${dimensions.length} left` };
}

function ask(view) {
  const next = view.plan[0];
  const first = view.rounds.length === 0;
  if (next) return { kind: "ask", label: first ? "Ask the first question" : "Ask the next question", detail: next.title, command: { type: "ask" } };
  if (first) return { kind: "choose", label: "Choose a question" };
  return { kind: "end", label: "End the interview", confirm: "Press again to end it for everybody", command: { type: "end" } };
}
