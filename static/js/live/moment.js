// An instant as people read it, the same on every page: "27 November 2026, 10:30", on 24 hours. Pure.

const SHAPE = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Write an instant as the clocks of an IANA zone show it, the reader's own by default; "" where this browser does not know the zone. */
export function moment(at_ms, zone = ownZone()) {
  const at = parts(at_ms, zone);
  return at && `${dayOf(at)}, ${at.hour}:${at.minute}`;
}

/** Write the day alone. */
export function day(at_ms, zone = ownZone()) {
  const at = parts(at_ms, zone);
  return at && dayOf(at);
}

/** Write a planned start, with its weekday. */
export function start(at_ms, zone = ownZone()) {
  const at = parts(at_ms, zone);
  return at && `${at.weekday} ${moment(at_ms, zone)}`;
}

/** Write a planned start as the clocks of the planner's zone show it: "10:30 in Europe/Berlin", with its day where that is another; "" where the clocks agree. */
export function elsewhere(at_ms, zone, own = ownZone()) {
  const there = start(at_ms, zone);
  if (!there || there === start(at_ms, own)) return "";
  const at = parts(at_ms, zone);
  return `${day(at_ms, zone) === day(at_ms, own) ? `${at.hour}:${at.minute}` : there} in ${zone.replaceAll("_", " ")}`;
}

/** The zone of this browser's reader. */
export function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function parts(at_ms, timeZone) {
  try {
    return Object.fromEntries(new Intl.DateTimeFormat("en-GB", { ...SHAPE, timeZone }).formatToParts(at_ms).map(({ type, value }) => [type, value]));
  } catch {
    return "";
  }
}

function dayOf(at) {
  return `${at.day} ${at.month} ${at.year}`;
}
