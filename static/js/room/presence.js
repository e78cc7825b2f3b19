// Who is here, and how good the connection and the clock are.
import { nameOf, whereabouts } from "../live/room-state.js";
import { html } from "../ui/htm.js";
import { connected, connection, offset, view } from "./store.js";

const WORDS = { here: "here", lost: "connection lost", away: "away", left: "has left", awaited: "not here yet" };
const ROLES = { interviewer: "Interviewer", candidate: "Candidate", observer: "Observer" };

/** Everybody with a seat, as small chips. */
export function Presence() {
  const { seats, me, lead, status } = view.value;
  return html`<ul class="presence" aria-label="Who is here">
    ${seats.map((seat) => {
      const where = whereabouts(seat, connected.value, status);
      const name = seat.name || ROLES[seat.role];
      const notes = [seat.id === me && "you", seat.id === lead && seats.filter((one) => one.role === "interviewer").length > 1 && "lead"].filter(Boolean);
      return html`<li key=${seat.id} class=${`presence__one is-${where}`}>
        <span class="presence__dot" aria-hidden="true"></span>
        <span>${name}${notes.length ? ` (${notes.join(", ")})` : ""}</span>
        <span class=${where === "here" ? "visually-hidden" : "meta"}>${WORDS[where]}</span>
      </li>`;
    })}
  </ul>`;
}

/** The same as a list with roles, for lobby and wrap-up. */
export function PeopleList({ actions }) {
  const { seats, me, lead, status } = view.value;
  const several = seats.filter((seat) => seat.role === "interviewer").length > 1;
  return html`<ul class="list">
    ${seats.map((seat) => {
      const where = whereabouts(seat, connected.value, status);
      return html`<li key=${seat.id} class="person">
        <span class=${`presence__one is-${where}`}><span class="presence__dot" aria-hidden="true"></span></span>
        <span class="person__text">
          <strong>${seat.name || `${ROLES[seat.role]}’s seat`}${seat.id === me ? " (you)" : ""}</strong>
          <span class="meta">${ROLES[seat.role]}${several && seat.id === lead ? ", holds the lead" : ""} · ${WORDS[where]}${
            seat.extra_percent ? ` · ${seat.extra_percent} % extra time (private)` : ""}</span>
        </span>
        ${actions?.(seat)}
      </li>`;
    })}
  </ul>`;
}

/** One sentence on connection and clock. */
export function Health() {
  const { state } = connection.value;
  const trip = offset.value;
  if (state !== "online" || !trip) return html`<p class="waiting">${state === "online" ? "Setting the clock" : "Connecting"}</p>`;
  const delay = Math.max(1, Math.round(trip.delay_ms));
  const good = delay < 400;
  return html`<p class="health"><span class=${`badge badge--${good ? "good" : "time"}`}>${good ? "Good" : "Slow"}</span>
    <span>Connected. The server answers within ${delay} ms, so your clock agrees with ${view.value.seats.length > 1 ? "everybody’s" : "the server’s"} to ${delay < 20 ? "a hundredth" : delay < 200 ? "a tenth" : "half"} of a second.</span></p>`;
}

/** Who answers, as a name to speak of. */
export function candidateName() {
  return nameOf(view.value.seats.find((seat) => seat.role === "candidate" && seat.joined) ?? { role: "candidate" });
}

/** Who holds the lead, as a name to speak of. */
export function leadName() {
  return nameOf(view.value.seats.find((seat) => seat.id === view.value.lead) ?? { role: "interviewer" });
}
