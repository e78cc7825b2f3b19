// When a question comes back, in words.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNITS = [[365 * DAY_MS, "year"], [30 * DAY_MS, "month"], [DAY_MS, "day"], [HOUR_MS, "hour"], [MINUTE_MS, "min"]];

/** Say how long it is until a question comes back: "10 min", "3 days", "2.5 months". */
export function wait(ms) {
  const [unit_ms, name] = UNITS.find(([each_ms]) => ms >= each_ms * 0.95) ?? UNITS.at(-1);
  const count = ms / unit_ms;
  const shown = Math.max(1, unit_ms >= 30 * DAY_MS && count < 9.5 ? Math.round(count * 10) / 10 : Math.round(count));
  return `${shown} ${name}${shown === 1 || name === "min" ? "" : "s"}`;
}
