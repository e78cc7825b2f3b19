// One room on the wall: who is there, which question, how far, and the clock.
import { face, left } from "../live/clock.js";
import { needs } from "../live/tiles.js";
import { html } from "../ui/htm.js";
import { choose, chosen, tileOf } from "./store.js";

const STATUS = { lobby: "in the lobby", live: "live", wrapup: "wrapping up", released: "report released" };
const PHASE = { think: "thinking", answer: "answering", stopped: "clock stopped" };
const STAGE = { guidance: "guidance shown", answer: "answer shown", example: "example shown" };

export function Tile({ room, base, now_ms }) {
  const tile = tileOf(room.id);
  const why = needs(tile, now_ms);
  const kind = why[0]?.kind;
  return html`<li class=${`tile ${kind ? `tile--${kind}` : ""}`} id=${`room-${room.id}`} tabindex="-1" aria-label=${room.title}>
    <div class="spread"><label class="tile__name"><input type="checkbox" checked=${chosen.value.has(room.id)} onChange=${(event) => choose(room.id, event.currentTarget.checked)} /> ${room.title}</label>
      <span class="badge badge--quiet">${tile ? STATUS[tile.status] : "not open"}</span></div>
    ${tile ? html`<${People} tile=${tile} /><${Question} tile=${tile} now_ms=${now_ms} />
        ${tile.wrap_up_due_ms !== null && tile.status === "live" && html`<p class="meta nums">ends in ${face(Math.max(0, tile.wrap_up_due_ms - now_ms))}</p>`}`
      : html`<p class="meta">Nobody has come in yet.</p>`}
    ${why.length > 0 && html`<p class="tile__why">${why.map(({ says }) => says).join("; ")}</p>`}
    <a class="tile__drop-in" href=${`${base}/rooms/${room.id}/drop-in`}>Drop in<span class="visually-hidden"> on ${room.title}</span></a>
  </li>`;
}

function People({ tile }) {
  return html`<ul class="tile__people">${tile.seats.map((seat, place) => html`<li key=${place}>${seat.name || seat.role} <span class="meta">· ${seat.presence}</span></li>`)}
    ${tile.more > 0 && html`<li class="meta">and ${tile.more} more</li>`}</ul>`;
}

function Question({ tile, now_ms }) {
  const { round } = tile;
  if (!round) return html`<p class="meta">${tile.asked ? `Between questions, ${tile.asked} asked` : "Nothing asked yet"}</p>`;
  const { clock } = round;
  const detail = [round.stage && STAGE[round.stage], round.handedIn && "handed in", round.points > 0 && `${round.pointsOpen} of ${round.points} points open`].filter(Boolean).join(", ");
  return html`<p class="tile__question">${round.number ? `${round.number}. ` : "Warm-up: "}${round.title}</p>
    <p class="tile__clock nums"><strong>${now_ms || clock.deadline_ms === undefined ? face(left(clock, now_ms)) : "–:––"}</strong> <span class="meta">${clock.deadline_ms === undefined && clock.phase !== "stopped" ? "paused" : PHASE[clock.phase]}</span></p>
    <p class="meta">${detail || "nothing shown yet"}</p>`;
}
