// What the wall holds: a tile of each room, which rooms are chosen, and what can be asked for in them.
import { computed, signal } from "@preact/signals";
import { addSample, estimate } from "../live/clock.js";
import { connect } from "../live/connection.js";
import { became, newer, readTile } from "../live/tiles.js";
import { announce } from "../ui/announce.js";

export const rooms = signal([]); // {id, title, place}, in the order of the class
export const tiles = new Map(); // a signal of each room's tile; null where it is not live
export const chosen = signal(new Set());
export const connection = signal({ state: "connecting", message: "" });
export const trouble = signal(null);
export const busy = signal("");
export const said = signal(""); // what became of what was asked for last
export const samples = signal([]);
export const offset = computed(() => estimate(samples.value));
export const meant = computed(() => (chosen.value.size ? rooms.value.filter(({ id }) => chosen.value.has(id)) : rooms.value));

let wire = null;

/** Open the wall of a class. */
export function open({ scope, token, listed }) {
  rooms.value = listed.map((room, place) => ({ ...room, place }));
  for (const { id } of listed) tiles.set(id, signal(null));
  wire = connect({ query: { wall: scope }, token }, {
    events: {
      tiles: (all) => {
        if (Object.keys(all).some((id) => !tiles.has(id))) return location.reload(); // the class has other rooms now
        for (const [id, tile] of Object.entries(all)) take(id, tile);
      },
      tile: ([id, tile]) => take(id, tile),
    },
    state: (state, message = "") => (connection.value = { state, message }),
    trouble: (code) => (trouble.value = code),
    sample: (trip) => (samples.value = addSample(samples.value, trip)),
    known: () => ({}),
    synced: () => {},
  });
}

/** The tile of a room now; null where it is not live. */
export function tileOf(id) {
  return tiles.get(id).value;
}

/** The server's time now in ms; null before it is known. */
export function serverNow() {
  return offset.value && performance.now() + offset.value.offset_ms;
}

/** Choose a room, or choose it no more. */
export function choose(id, on) {
  const now = new Set(chosen.value);
  if (on) now.add(id);
  else now.delete(id);
  chosen.value = now;
}

/** Choose no room: what is asked for is then meant for all. */
export function chooseNone() {
  chosen.value = new Set();
}

/** Ask for a command in the rooms that are meant; say what became of it. `key` names what is under way. */
export async function act(command, key) {
  if (busy.value || !meant.value.length) return false;
  busy.value = key;
  const answer = await wire.act(meant.value.map(({ id }) => id), command);
  busy.value = "";
  said.value = answer.ok ? became(answer.rooms, nameOf) : answer.message;
  announce(said.value);
  return answer.ok;
}

function nameOf(id) {
  return rooms.value.find((room) => room.id === id).title;
}

function take(id, tile) {
  const one = tiles.get(id);
  if (one) one.value = newer(one.value, tile && readTile(tile));
}
