// The server's clock as the browser knows it, and the countdown: pure. All times are milliseconds.
//
// A sample is one round trip: {sent_ms, received_ms} of performance.now(), {server_ms} of the server in between. The trip
// with the least delay tells the offset best (Cristian 1989): it is wrong by half of its delay at most.

const KEPT = 40;
const THRESHOLDS = [
  [300_000, "Five minutes left"],
  [60_000, "One minute left"],
  [30_000, "30 seconds left"],
  [10_000, "10 seconds left"],
  [0, "Time is up"],
];

/**
 * Add a sample. Samples that can't be true together mean that a clock jumped (a laptop slept): only the new one is kept.
 * @returns {Array} the samples to keep, newest last.
 */
export function addSample(samples, sample) {
  const known = estimate(samples);
  const one = estimate([sample]);
  if (known && Math.abs(known.offset_ms - one.offset_ms) > (known.delay_ms + one.delay_ms) / 2 + 50) return [sample];
  return [...samples, sample].slice(-KEPT);
}

/** Estimate the offset: server time = performance.now() + offset_ms. Null without samples. */
export function estimate(samples) {
  let best = null;
  for (const { sent_ms, received_ms, server_ms } of samples) {
    const delay_ms = received_ms - sent_ms;
    if (!best || delay_ms < best.delay_ms) best = { delay_ms, offset_ms: server_ms - (sent_ms + received_ms) / 2 };
  }
  return best;
}

/** Tell what is left on a clock of a view at the server's `now_ms`; below 0 when over. */
export function left(clock, now_ms) {
  return clock.deadline_ms === undefined ? (clock.left_ms ?? 0) : clock.deadline_ms - now_ms;
}

/** Write a remainder for the eye: "2:05", "1:00:00", "+0:12" when over. */
export function face(left_ms) {
  const over = left_ms <= -1000;
  const seconds = over ? Math.floor(-left_ms / 1000) : Math.max(0, Math.ceil(left_ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(seconds % 60).padStart(2, "0")}`;
  return `${over ? "+" : ""}${hours ? `${hours}:` : ""}${tail}`;
}

/** Say a remainder for the ear: "2 minutes 5 seconds left", "12 seconds over". */
export function spoken(left_ms) {
  const over = left_ms <= -1000;
  const seconds = over ? Math.floor(-left_ms / 1000) : Math.max(0, Math.ceil(left_ms / 1000));
  if (seconds === 0) return "Time is up";
  const minutes = Math.floor(seconds / 60);
  const parts = [];
  if (minutes) parts.push(`${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
  if (seconds % 60) parts.push(`${seconds % 60} ${seconds % 60 === 1 ? "second" : "seconds"}`);
  return `${parts.join(" ")} ${over ? "over" : "left"}`;
}

/** Return what to announce when the remainder falls from `before_ms` to `after_ms`, or null. The lowest threshold wins. */
export function crossed(before_ms, after_ms) {
  let said = null;
  for (const [at_ms, sentence] of THRESHOLDS) if (before_ms > at_ms && after_ms <= at_ms) said = sentence;
  return said;
}

/** Describe a length of time for a list: "2 min", "90 s". */
export function duration(seconds) {
  return seconds % 60 === 0 ? `${seconds / 60} min` : seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
