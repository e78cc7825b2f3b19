// My interviews: rows of what has not ended move by themselves.
import { connect } from "./live/connection.js";
import { readTile } from "./live/tiles.js";

const SAYS = { lobby: "in the lobby", live: "live", wrapup: "wrap-up", released: "ended" };

const list = document.getElementById("history");
const rows = new Map([...(list?.querySelectorAll("[data-interview]") ?? [])].map((row) => [row.dataset.interview, row]));

function show(id, tile) {
  const badge = rows.get(id)?.querySelector("[data-status]");
  if (!badge || !tile) return;
  const { status, seats, round } = readTile(tile);
  if (status === "lobby" && badge.textContent === "planned") return;
  const here = seats.filter(({ presence }) => presence === "here").map(({ name, role }) => name || role);
  badge.textContent = [SAYS[status], round && `question ${round.number || "to warm up"}`, here.length && status !== "released" && `${here.join(", ")} here`].filter(Boolean).join(" · ");
  badge.classList.toggle("badge--good", status === "live");
  badge.classList.toggle("badge--quiet", status !== "live");
}

if (rows.size) {
  connect({ query: { wall: "mine" }, token: "/interviews/token" }, {
    events: {
      tiles: (all) => Object.entries(all).forEach(([id, tile]) => show(id, tile)),
      tile: ([id, tile]) => show(id, tile),
    },
    state: () => {},
    trouble: () => {},
    sample: () => {},
    known: () => ({}),
    synced: () => {},
  });
}
