// The course of one question: think, answer, look, grade. Pure: each function returns the next course, or the same one.
//
// A course is {place, phase: "think" | "answer" | "answered", ends_ms, paused_ms, think_ms, answer_ms, shown, help}. A running
// clock is the instant at which it ends, so that a refresh changes nothing; a paused one is what is left. Times are those of
// the device in ms.

export const STAGES = ["guidance", "answer", "example"];
const BEST = { unaided: 4, "after guidance": 3, "after answer": 2 }; // as server/drill/grades.py has it
const ABANDONED_MS = 30 * 60_000;

/** Begin a question: its think clock runs, or its answer clock where there is no time to think. */
export function begin(question, now_ms) {
  const course = { place: question.place, phase: "think", ends_ms: now_ms + question.think_s * 1000, paused_ms: null, think_ms: 0, answer_ms: 0, shown: [], help: "unaided" };
  return question.think_s ? course : answering(course, question, now_ms);
}

/** Take a course up again: one that was left with its clock running long ago begins anew. */
export function resumed(course, question, now_ms) {
  const left = course.phase !== "answered" && course.paused_ms === null && now_ms - course.ends_ms > ABANDONED_MS;
  return left ? begin(question, now_ms) : course;
}

/** Let time pass: when the time to think is over, the answer clock runs from that very instant. */
export function tick(course, question, now_ms) {
  if (course.phase !== "think" || course.paused_ms !== null || now_ms < course.ends_ms) return course;
  return answering({ ...course, think_ms: question.think_s * 1000 }, question, course.ends_ms);
}

/** Stop thinking and answer. */
export function answer(course, question, now_ms) {
  if (course.phase !== "think") return course;
  return answering({ ...course, think_ms: used(course, question, now_ms) }, question, now_ms);
}

/** Stop answering. */
export function finish(course, question, now_ms) {
  if (course.phase === "answered") return course;
  const spent_ms = used(course, question, now_ms);
  const times = course.phase === "think" ? { think_ms: spent_ms } : { answer_ms: spent_ms };
  return { ...course, ...times, phase: "answered", ends_ms: 0, paused_ms: null };
}

/** Stop the clock, or let it go on. */
export function pause(course, now_ms) {
  if (course.phase === "answered") return course;
  if (course.paused_ms === null) return { ...course, paused_ms: course.ends_ms - now_ms };
  return { ...course, paused_ms: null, ends_ms: now_ms + course.paused_ms };
}

/** Show a stage. Guidance while the clock runs is help; the answer before one's own ends answering, and is more help. */
export function show(course, question, stage, now_ms) {
  if (!question[stage] || course.shown.includes(stage)) return course;
  const early = course.phase !== "answered";
  const shown = [...course.shown, stage];
  if (!early) return { ...course, shown };
  if (stage === "guidance") return { ...course, shown, help: course.help === "unaided" ? "after guidance" : course.help };
  return { ...finish(course, question, now_ms), shown, help: "after answer" };
}

/** The stage that comes next: in order, after the last that was shown; null when there is none. */
export function next(course, question) {
  const last = Math.max(-1, ...course.shown.map((stage) => STAGES.indexOf(stage)));
  return STAGES.slice(last + 1).find((stage) => question[stage]) ?? null;
}

/** Whether it can be graded: answered, and the answer looked at if there is one. */
export function gradable(course, question) {
  return course.phase === "answered" && (question.answer ? course.shown.includes("answer") : next(course, question) === null || course.shown.length > 0);
}

/** Whether this grade is still to be had after the help that was taken. */
export function allowed(course, grade) {
  return grade <= BEST[course.help];
}

/** The clock of a course as clock faces take it; null when none runs. */
export function clock(course, question, now_ms) {
  if (course.phase === "answered") return null;
  const total_ms = total(course, question);
  const left_ms = course.paused_ms ?? course.ends_ms - now_ms;
  const over = course.phase === "answer" && left_ms <= 0;
  return course.paused_ms === null ? { phase: course.phase, deadline_ms: course.ends_ms, total_ms, over } : { phase: course.phase, left_ms, total_ms, over, paused: true };
}

function answering(course, question, now_ms) {
  return { ...course, phase: "answer", ends_ms: now_ms + question.answer_s * 1000, paused_ms: null };
}

function total(course, question) {
  return 1000 * (course.phase === "think" ? question.think_s : question.answer_s);
}

function used(course, question, now_ms) {
  const left_ms = course.paused_ms ?? course.ends_ms - now_ms;
  return Math.max(0, Math.round(total(course, question) - left_ms));
}
