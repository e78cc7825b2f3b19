// The next step of a strict drill: pure. The one main button names it.
import { asking } from "./room-state.js";

/**
 * Name the next step.
 * @returns {{label: string, command: object, confirm?: string} | null} null: the clock is held, there is nothing to do.
 */
export function soloStep(view) {
  const { round } = view;
  if (round?.clock.paused) return null;
  if (round?.clock.phase === "think") return { label: "Answer now", command: { type: "begin" } };
  if (round && round.submitted_ms === undefined && round.expired_ms === undefined) return { label: "I’m done", command: { type: "submit" } };
  if (view.planned > 0) return { label: view.rounds.length ? "Next question" : "First question", command: asking(view) };
  return { label: "End, and see the answers", command: { type: "end" }, confirm: "Press again to end the drill" };
}

/**
 * The clock as it is drawn without a line: it stands where the line was lost, as the server will say when it is back.
 * @param {number | null} now_ms the server's time when the line was lost
 */
export function held(clock, now_ms) {
  if (clock.deadline_ms === undefined || now_ms === null) return clock;
  const { deadline_ms, ...still } = clock;
  return { ...still, left_ms: deadline_ms - now_ms, paused: "lost" };
}
