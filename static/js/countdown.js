// A planned start: in the reader's own time zone where that is another, and how long it is until then.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const time = document.querySelector("[data-starts]");
const startsMs = Number(time.dataset.starts);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const counting = document.querySelector("[data-countdown]");
const said = document.querySelector("[data-countdown-said]");

if (zone && clockIn(zone) !== clockIn(time.dataset.zone)) {
  const own = document.querySelector("[data-own-time]");
  own.textContent = `For you: ${clockIn(zone)} (${zone})`;
  own.hidden = false;
}
tick();

/** Write the time until the start, and again when that changes. */
function tick() {
  const leftMs = startsMs - Date.now();
  counting.textContent = leftMs > 0 ? `Begins in ${until(leftMs)}.` : "It is time.";
  if (leftMs <= 0) {
    said.textContent = "It is time. Give your name and take your seat.";
    return;
  }
  // Seconds are shown in the last ten minutes; a screen reader hears of the end only.
  setTimeout(tick, leftMs > 10 * MINUTE_MS ? 10_000 : 1_000 - (Date.now() % 1_000));
}

/** Say a span of time in its two largest units. */
function until(ms) {
  if (ms >= DAY_MS) return `${many(Math.floor(ms / DAY_MS), "day")} and ${many(Math.floor((ms % DAY_MS) / HOUR_MS), "hour")}`;
  if (ms >= HOUR_MS) return `${many(Math.floor(ms / HOUR_MS), "hour")} and ${many(Math.floor((ms % HOUR_MS) / MINUTE_MS), "minute")}`;
  if (ms > 10 * MINUTE_MS) return many(Math.floor(ms / MINUTE_MS), "minute");
  return `${Math.floor(ms / MINUTE_MS)}:${String(Math.floor((ms % MINUTE_MS) / 1000)).padStart(2, "0")} minutes`;
}

function many(count, unit) {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Say the start in a time zone; what the browser does not know says nothing. */
function clockIn(zone) {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone,
    }).format(startsMs);
  } catch {
    return "";
  }
}
