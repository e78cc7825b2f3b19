// A planned start: counted down to, and kept to. Pure; times in ms.

const MINUTE_MS = 60_000;
const LAST_MINUTES = 10; // in which seconds are counted

/** Say how far away a start is: "Begins in 2 days 3 h", "Begins in 1 min 40 s", "Begins now", "Began 5 min ago". */
export function countdown(left_ms) {
  if (left_ms <= -MINUTE_MS) return `Began ${length(-left_ms)} ago`;
  if (left_ms < 1000) return "Begins now";
  const [minutes, seconds] = [Math.floor(left_ms / MINUTE_MS), Math.floor(left_ms / 1000) % 60];
  return `Begins in ${length(left_ms)}${minutes && minutes < LAST_MINUTES && seconds ? ` ${seconds} s` : ""}`;
}

function length(span_ms) {
  const minutes = Math.floor(span_ms / MINUTE_MS);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days) return `${days} ${days === 1 ? "day" : "days"}${hours ? ` ${hours} h` : ""}`;
  if (hours) return `${hours} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return minutes ? `${minutes} min` : `${Math.floor(span_ms / 1000)} s`;
}

/** Tell when a planned interview should be over: as planned, or that long from a start on another day or hour. */
export function plannedEnd({ starts_ms, length_min }, started_ms) {
  const length_ms = length_min * MINUTE_MS;
  return (Math.abs(started_ms - starts_ms) < length_ms ? starts_ms : started_ms) + length_ms;
}

/** Hold the time that is left against the questions that are left: "22 min left, 3 questions: about 7 min each". */
export function pace(left_ms, questions) {
  if (left_ms <= 0) return "The planned time is over";
  const minutes = Math.floor(left_ms / MINUTE_MS);
  const left = minutes ? `${minutes} min left` : "Less than a minute left";
  if (!questions) return left;
  const each = Math.floor(minutes / questions);
  const about = questions === 1 ? "" : each ? `: about ${each} min each` : ": less than a minute each";
  return `${left}, ${questions} ${questions === 1 ? "question" : "questions"}${about}`;
}
