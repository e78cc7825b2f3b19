// The page of a seat: banners, who is here, and the part that fits the interview's status and the reader's role.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { interviewed } from "../live/room-state.js";
import { announce } from "../ui/announce.js";
import { html } from "../ui/htm.js";
import { Banners } from "./banners.js";
import { Call } from "./call.js";
import { CallLink } from "./call-link.js";
import { Candidate } from "./candidate.js";
import { Interviewer } from "./interviewer.js";
import { holdKeys, Keys, TYPING } from "../ui/keys.js";
import { Lobby } from "./lobby.js";
import { Observer } from "./observer.js";
import { Soloist } from "./soloist.js";
import { leadName, Presence } from "./presence.js";
import { numberOf, STAGE_NAMES } from "./question.js";
import { connection, notice, view } from "./store.js";
import { WarmUpNote } from "./warm-up.js";
import { Wrapup } from "./wrapup.js";

export function Room() {
  const { state, message } = connection.value;
  useTitle();
  useSwapped();
  if (state === "gone") return html`<${Gone} message=${message} />`;
  if (!view.value) return html`<${Banners} /><p class="waiting">${state === "lost" ? "The server does not answer yet. Trying again" : "Opening the room"}</p>`;
  if (view.value.role === "soloist") return html`<${Banners} /><${Alone} />`;
  return html`<${Banners} />
    ${(view.value.status !== "lobby" || view.value.round) && html`<div class="room-head spread"><${Presence} /><span class="row room-head__tools"><${CallLink} /><${Keys} /></span></div>`}
    <${Call} /><${Stage} />`;
}

/** A drill: nobody else is here, to be seen or to be called. */
function Alone() {
  const { status, round } = view.value;
  useFocus(`${status}:${round?.id ?? ""}`, true);
  useStages(round);
  return html`${status === "live" && html`<div class="room-head spread"><span class="row room-head__tools"><${Keys} /></span></div>`}<${Soloist} />`;
}

function Stage() {
  const { status, role, round, me } = view.value;
  useFocus(`${status}:${role}:${round?.id ?? ""}`);
  useStages(round);
  if (status === "lobby" && !round) return html`<${Lobby} key=${me} />`;
  if (status !== "live" && status !== "lobby") return html`<${Wrapup} key=${status} />`;
  return html`${round?.id === 0 && html`<${WarmUpNote} />`}
    ${role === "interviewer" && (!round || interviewed(round)) ? html`<${Interviewer} />` : role === "candidate" ? html`<${Candidate} />` : html`<${Observer} />`}`;
}

/**
 * When the stage changes the focus goes to its heading, unless one is about to type or press something that is still there.
 * Keys are held where somebody else may have taken a field away from under who types; `alone` it was oneself.
 */
function useFocus(stage, alone = false) {
  const before = useRef(stage);
  const focused = document.activeElement; // as it is before this is drawn
  useLayoutEffect(() => {
    if (!alone && before.current !== stage && focused?.matches(TYPING) && !focused.isConnected) holdKeys();
  }, [stage]);
  useEffect(() => {
    if (before.current === stage) return;
    before.current = stage;
    const active = document.activeElement;
    const busy = active && active !== document.body && active.isConnected;
    const heading = document.querySelector("[data-stage-heading]");
    if (busy) announce(heading?.textContent ?? "");
    else heading?.focus();
  }, [stage]);
}

/** Announce what comes on a candidate's or an observer's screen, and to everybody what the clock brings. */
function useStages(round) {
  const known = useRef(null);
  useEffect(() => {
    const { id, stages, phase, expired } = known.current ?? {};
    known.current = round && { id: round.id, stages: round.revealed, phase: round.clock.phase, expired: round.expired_ms };
    if (!round || round.id !== id) return;
    if (!interviewed(round)) for (const stage of round.revealed) if (!stages.includes(stage)) announce(`${STAGE_NAMES[stage]} is shown now, below the question`);
    if (phase === "think" && round.clock.phase === "answer") announce("Time to answer");
    if (expired === undefined && round.expired_ms !== undefined) announce("Time is up");
  });
}

/** Say to both whose turn it is to ask, as soon as they have swapped. */
function useSwapped() {
  const role = useRef(null);
  useEffect(() => {
    const before = role.current;
    role.current = view.value?.role ?? null;
    if (before && role.current !== before) notice(role.current === "interviewer" ? "Roles are swapped. You ask now." : `Roles are swapped. ${leadName()} asks now.`);
  }, [view.value?.role]);
}

function useTitle() {
  useEffect(() => {
    document.title = `${titleOf(view.value, connection.value.state)} · Greenroom`;
  });
}

function titleOf(current, state) {
  if (state === "gone") return "This link is no longer valid";
  if (state === "lost") return "Connection lost";
  if (!current) return "Opening the room";
  const { status, round, title, role } = current;
  if (status === "lobby" && !round) return `Lobby: ${title}`;
  if (status === "wrapup") return `Wrap-up: ${title}`;
  if (status === "released") return `${role === "soloist" ? "Drill over" : "Report ready"}: ${title}`;
  if (!round) return "Between questions";
  const { clock } = round;
  const words = clock.paused ? "Paused" : clock.over ? "Over time" : { think: "Think", answer: "Answer", stopped: "Stopped" }[clock.phase];
  return `${words}, ${numberOf(round).toLowerCase()}`;
}

function Gone({ message }) {
  return html`<div class="page-column stack between">
    <h1>You are not in this room any more</h1>
    <p class="lede">${message}${view.value?.role === "soloist" ? "" : " If you should be in, ask your interviewer for a new link."}</p>
    <div class="row"><a class="button" href="/">Go to the home page</a></div>
  </div>`;
}
