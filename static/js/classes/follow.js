// Follow a class: know the server's time, and hear when something of the class has changed.
import { signal } from "@preact/signals";
import { addSample, estimate } from "../live/clock.js";
import { connect } from "../live/connection.js";

const samples = signal([]);
export const connection = signal("connecting");

/** Call `changed` at the beginning and whenever the class may have changed. */
export function follow({ scope, base }, changed) {
  connect({ query: { wall: scope }, token: `${base}/wall/token` }, {
    events: { tiles: changed, tile: () => {} },
    state: (state) => (connection.value = state),
    trouble: () => {},
    sample: (trip) => (samples.value = addSample(samples.value, trip)),
    known: () => ({}),
    synced: () => {},
  });
}

/** The server's time now in ms; null before it is known. */
export function serverNow() {
  const offset = estimate(samples.value);
  return offset && performance.now() + offset.offset_ms;
}
