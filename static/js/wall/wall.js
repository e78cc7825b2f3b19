// The wall: who needs somebody, what can be done in one room or many, and a tile of each.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { needs, mostUrgentFirst } from "../live/tiles.js";
import { html } from "../ui/htm.js";
import { Actions } from "./actions.js";
import { connection, rooms, serverNow, tileOf, tiles, trouble } from "./store.js";
import { Tile } from "./tile.js";

export function Wall({ base }) {
  const now_ms = useNow();
  const { state, message } = connection.value;
  if (state === "gone") return html`<div class="stack"><h1>This wall is closed</h1><p class="lede">${message} Go to the class and open it again.</p></div>`;
  if (!rooms.value.length) return html`<div class="empty"><p>This class has no rooms yet. Pair the students first.</p></div>`;
  return html`<div class="banners banners--stuck" role="status">
      ${state === "lost" && html`<p class="banner banner--danger"><span class="waiting">Connection lost. Trying again; the tiles may be old</span></p>`}
      ${state !== "lost" && trouble.value && html`<p class="banner banner--danger"><span class="waiting">Not saved, trying again</span></p>`}
    </div>
    <${NeedsYou} now_ms=${now_ms} base=${base} />
    <${Actions} />
    <section aria-labelledby="all-rooms"><h2 id="all-rooms" class="h3">All rooms <span class="meta">${counted()}</span></h2>
      <ul class="wall">${rooms.value.map((room) => html`<${Tile} key=${room.id} room=${room} base=${base} now_ms=${now_ms} />`)}</ul>
    </section>`;
}

function NeedsYou({ now_ms, base }) {
  const those = rooms.value.map((room) => ({ ...room, needs: needs(tileOf(room.id), now_ms) })).filter((room) => room.needs.length);
  return html`<section class="needs" aria-labelledby="needs-you"><h2 id="needs-you" class="h3">Who needs you</h2>
    ${those.length === 0 ? html`<p class="meta">Nobody at the moment: no signal is raised, no connection lost, no clock over.</p>`
      : html`<ul class="list">${mostUrgentFirst(those).map((room) => html`<li key=${room.id} class="spread">
          <span><a href=${`#room-${room.id}`}>${room.title}</a> <span class=${`badge ${room.needs[0].kind === "lost" ? "badge--danger" : "badge--time"}`}>${room.needs.map(({ says }) => says).join("; ")}</span></span>
          <a class="button button--small" href=${`${base}/rooms/${room.id}/drop-in`}>Drop in<span class="visually-hidden"> on ${room.title}</span></a></li>`)}</ul>`}
  </section>`;
}

function counted() {
  const found = [...tiles.values()].map((one) => one.value?.status);
  const count = (...those) => found.filter((status) => those.includes(status)).length;
  return `${count("live")} live, ${count("lobby")} in the lobby, ${count("wrapup", "released")} at the end`;
}

/** The server's time, drawn again every second. */
function useNow() {
  const now = useSignal(0);
  useEffect(() => {
    const tick = () => (now.value = serverNow() ?? 0);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}
