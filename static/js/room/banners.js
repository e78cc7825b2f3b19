// What stands above everything: the state of the connection, of saving, of the lead and of the clock; and passing notices.
import { nameOf, seatOf, whereabouts } from "../live/room-state.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { ClassBanner } from "./in-class.js";
import { useNow } from "./now.js";
import { leadName } from "./presence.js";
import { act, connected, connection, isLead, notices, pending, trouble, view } from "./store.js";

const TAKE_LEAD_MS = 30_000;
const GONE = { lost: "has lost the connection", left: "has left the room", away: "is away" };

export function Banners() {
  return html`<div class="banners banners--stuck" role="status"><${ConnectionBanner} /></div>
  <div class="banners" role="status">${view.value && html`<${ClassBanner} /><${LeadBanner} /><${PauseBanner} />`}</div>
  <div class="notices">${notices.value.map(({ id, sentence }) => html`<p key=${id} class="notice">${sentence}</p>`)}</div>`;
}

function ConnectionBanner() {
  const { state } = connection.value;
  if (state === "lost") return html`<p class="banner banner--danger"><span class="waiting">Connection lost. Trying again; what you typed is kept${view.value?.role === "soloist" ? ", and the clock goes on when you are back" : ""}.</span></p>`;
  if (!trouble.value) return null;
  const sentence = trouble.value === "too_fast" ? "Many requests at once. Trying again" : "Not saved, trying again";
  return html`<p class="banner banner--danger"><span class="waiting">${sentence}</span></p>`;
}

function LeadBanner() {
  const { lead, me, status, role } = view.value;
  const seat = seatOf(view.value, lead);
  const where = whereabouts(seat, connected.value, status);
  const now_ms = useNow();
  if (lead === me || !(where in GONE) || status === "released") return null;
  const may = role === "interviewer" && (seat.left || (seat.lost_ms !== undefined && now_ms - seat.lost_ms > TAKE_LEAD_MS));
  if (where === "away" && !may) return null;
  const stay = role === "candidate" ? "Stay here: your place and everything so far are kept." : "The room is kept.";
  const clock = pausedFor(lead) ? " The clock stands still, and resumes on purpose." : "";
  return html`<div class="banner banner--time">
    <span>${nameOf(seat)} ${GONE[where]}. ${stay}${clock}</span>
    ${may && html`<${Button} size="small" busy=${pending.value.has("take_lead")} onPress=${() => act({ type: "take_lead" })}>Take the lead<//>`}
  </div>`;
}

function PauseBanner() {
  const { round } = view.value;
  const clock = round?.clock;
  if (!clock?.paused || clock.phase === "stopped") return null;
  const { lead, me, role } = view.value;
  if (role === "soloist") return null; // the main button says it
  if (lead !== me && pausedFor(lead) && whereabouts(seatOf(view.value, lead), connected.value, view.value.status) !== "here") return null; // said above
  if (lead === me && clock.paused === "lead") return null; // the clock says it to who stopped it
  return html`<div class="banner banner--time"><span>${saysOfPause(clock)}</span></div>`;
}

function saysOfPause({ paused, paused_for: id }) {
  if (paused === "lead") return "The clock stands still. It resumes when the interviewer says so.";
  if (!id) return "The clock stands still since a connection was lost. It resumes on purpose.";
  const seat = seatOf(view.value, id);
  const mine = id === view.value.me;
  if (whereabouts(seat, connected.value, view.value.status) !== "here") return `The clock stands still since ${mine ? "your" : `${nameOf(seat)}’s`} connection was lost. It resumes on purpose.`;
  const back = mine ? "You are back" : `${nameOf(seat)} is back`;
  if (isLead.value) return `${back}. Resume when you are ready.`;
  return id === view.value.lead ? `${back}, and resumes the clock.` : `${back}; ${leadName()} resumes the clock.`;
}

function pausedFor(id) {
  const clock = view.value.round?.clock;
  return clock?.paused === "lost" && clock.phase !== "stopped" && clock.paused_for === id;
}
