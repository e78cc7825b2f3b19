// Before the start. The lead invites, prepares unseen and starts on purpose; everybody else learns what will happen and waits.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { nameOf, seatOf, swapPartner } from "../live/room-state.js";
import { Button, TwicePress } from "../ui/button.js";
import { CopyButton } from "../ui/copy-button.js";
import { html } from "../ui/htm.js";
import { CallField, CallLink } from "./call-link.js";
import { Keys, useKeys } from "../ui/keys.js";
import { AddressNote, candidateLink, invitation, InviteCandidate, OtherDevices, SeatsOnDemand, useLinks } from "./people.js";
import { Plan, pickerOpen } from "./plan.js";
import { Health, leadName, PeopleList } from "./presence.js";
import { Schedule } from "./schedule.js";
import { act, addressOf, interview, isLead, notice, pending, view } from "./store.js";
import { Preparation, SwapAhead } from "./swap.js";
import { WarmUp } from "./warm-up.js";

export function Lobby() {
  return view.value.role === "interviewer" ? html`<${InterviewerLobby} />` : html`<${GuestLobby} />`;
}

function InterviewerLobby() {
  useLinks();
  useKeys([{ key: "/", says: "Find a question", does: () => pickerOpen.current() }]);
  const { title, seats, me } = view.value;
  const here = seats.filter((seat) => seat.role === "candidate" && seat.joined);
  return html`<header class="page-header">
      <p class="eyebrow">Lobby</p>
      <h1 tabindex="-1" data-stage-heading>${title}</h1>
    </header>
    <div class="desk desk--lobby">
      <div class="desk__main stack">
        ${isLead.value && html`<${Invite} came=${here} />`}
        <section class="card stack" aria-labelledby="people-title"><h2 class="h3" id="people-title">Who has come</h2>
          ${isLead.value ? html`<${SeatsOnDemand} />` : html`<${PeopleList} />`}<${Health} />
          ${isLead.value && html`<div><details class="disclosure"><summary>The call beside it</summary><${CallField} /></details>
            <${Rename} name=${seatOf(view.value, me).name} />
            ${!here.length && html`<p class="lobby__more"><a href=${addressOf("leave")}>We share one laptop</a> <span class="meta">You go on at your phone, and the laptop is the candidate’s.</span></p>`}</div>`}
          <div class="row"><${CallLink} /></div>
        </section>
        <${Schedule} />
      </div>
      <aside class="desk__side stack" aria-label="Preparation">
        <${Plan} />
        <${SwapAhead} />
        <p class="meta">Only you see your plan. The candidate sees a question when you ask it${view.value.show_count ? ", and how many are still planned" : ""}.</p>
        ${isLead.value && html`<p class="meta"><a href=${`/interviews/${interview()}/again`}>Save it as a template, or use it again</a></p>`}
        <${Keys} />
      </aside>
    </div>
    ${isLead.value ? html`<${Start} came=${here} />` : html`<p class="waiting">${leadName()} starts the interview</p>`}`;
}

function Invite({ came }) {
  const link = candidateLink();
  if (!view.value.seats.some((seat) => seat.role === "candidate")) {
    return html`<section class="card hero hero--small stack stack--tight">
      <h2>There is no candidate</h2>
      <p class="meta">A new link opens the seat for somebody else; the one who was removed can’t use it.</p>
      <div><${InviteCandidate} kind="primary" size="large" /></div>
    </section>`;
  }
  if (came.length && link?.joined !== false) {
    return html`<section class="card hero hero--small stack stack--tight">
      <h2>${came.map(nameOf).join(" and ")} ${came.length > 1 ? "are" : "is"} here</h2>
      <p class="meta">Start when you are both ready.</p>
      <div><${WarmUp} /></div>
    </section>`;
  }
  return html`<section class="card hero">
    <div class="stack hero__text">
      <h2>Invite your candidate</h2>
      <p class="meta">Send this by chat or mail. Opening the link takes nothing: they read who sees what, give a name and confirm.</p>
      ${link
        ? html`<div class="row"><${CopyButton} kind="primary" size="large" text=${invitation(link.url)}>Copy the invitation for your candidate<//></div>
            <input class="link-field" readonly value=${link.url} aria-label="The link alone" onFocus=${(event) => event.currentTarget.select()} />`
        : html`<p class="waiting">Fetching the link</p>`}
      <${AddressNote} />
    </div>
    ${link && html`<figure class="hero__qr"><img class="qr" src=${link.qr} alt="QR code of the candidate’s link" width="176" height="176" /><figcaption class="meta">Or scan it</figcaption></figure>`}
  </section>`;
}

function Start({ came }) {
  const ready = came.length > 0;
  const other = swapPartner(view.value);
  const props = { kind: ready ? "primary" : "", size: "large", busy: pending.value.has("start"), onPress: () => act({ type: "start" }) };
  return html`<div class="action-bar">
    <p class="meta">${ready ? "The clock does not run before you ask the first question." : "You can start once a candidate is here."}</p>
    ${other?.deckless
      ? html`<${TwicePress} ...${props} confirm=${`${nameOf(other)} has not brought a deck yet. Press again to start`}>Start the interview<//>`
      : html`<${Button} ...${props} off=${ready ? "" : "No candidate has taken their seat yet. Send them the invitation first."}>Start the interview<//>`}
  </div>`;
}

function GuestLobby() {
  const { title, seats, me } = view.value;
  const mine = seats.find((seat) => seat.id === me);
  return html`<header class="page-header">
      <p class="eyebrow">${title}</p>
      <h1 tabindex="-1" data-stage-heading>You’re in${mine?.name ? `, ${mine.name}` : ""}</h1>
      <p class="lede waiting">${leadName()} starts the interview. ${mine?.deckless ? "Before that, bring the deck that you ask from." : "You have nothing to do until then."}</p>
    </header>
    <div class="desk desk--lobby">
      <div class="desk__main stack">
        ${mine?.deckless && html`<${Preparation} />`}
        <section class="card stack" aria-labelledby="what-title">
          <h2 class="h3" id="what-title">What will happen</h2>
          <ul class="expect">${expectations(view.value).map((sentence) => html`<li>${sentence}</li>`)}
            ${mine?.extra_percent && html`<li>You have <strong>${mine.extra_percent} % extra time</strong>, as you asked. Only you and your interviewer know.</li>`}
          </ul>
        </section>
        ${!mine?.deckless && html`<${Preparation} />`}
        <${Schedule} />
      </div>
      <aside class="desk__side stack" aria-label="People and connection">
        <section class="card stack" aria-labelledby="here-title"><h2 class="h3" id="here-title">Who is here</h2><${PeopleList} /><${CallLink} /></section>
        <section class="card stack" aria-labelledby="health-title"><h2 class="h3" id="health-title">Connection and clock</h2><${Health} /></section>
        <div><${Rename} name=${mine?.name ?? ""} /><${OtherDevices} /></div>
      </aside>
    </div>`;
}

function Rename({ name }) {
  const typed = useSignal(name);
  const disclosure = useRef(null);
  const save = async (event) => {
    event.preventDefault();
    const wanted = typed.value.trim();
    if (!wanted || !(await act({ type: "rename", name: wanted }))) return;
    disclosure.current.open = false;
    disclosure.current.querySelector("summary").focus();
    notice(`Everybody sees you as ${wanted} now.`);
  };
  return html`<details ref=${disclosure} class="disclosure"><summary>Change your name</summary>
    <form class="stack stack--tight" onSubmit=${save}>
      <div class="field"><label for="my-name">Your name</label>
        <input id="my-name" maxlength="60" required value=${typed.value} onInput=${(event) => (typed.value = event.currentTarget.value)} /></div>
      <div><button class="button button--small" type="submit">Save the name</button></div>
    </form>
  </details>`;
}

function expectations({ options, role, planned }) {
  const you = role === "candidate";
  const answering = {
    spoken: you ? "You answer aloud, beside your call; nothing is typed." : "The candidate answers aloud.",
    typed: you ? "You type your answers. Your interviewer and observers see every keystroke as you type." : "The candidate types; you see it live.",
    both: you ? "You answer aloud, and can type beside it. What you type is seen live." : "The candidate answers aloud, and may type; you see it live.",
  };
  return [
    planned ? `${planned} ${planned === 1 ? "question is" : "questions are"} planned. Each appears here when it is asked.` : "Questions appear here, one at a time, when they are asked.",
    answering[options.answering],
    "Every question has a moment to think, then time to answer. The clock is the same for everybody.",
    options.swap && (you ? `Between two questions you can swap roles: then you ask, and ${leadName()} answers.` : "Between two questions they can swap roles."),
    options.expiry === "hard" ? "When time is up, nothing more is taken. What you typed stays on your screen and can be offered." : "When time is up, the clock counts over; nothing is cut off.",
    options.on_lost === "freeze" ? `If a connection is lost, the clock stands still until ${you ? "your" : "the"} interviewer resumes it.` : "The clock runs on if a connection is lost.",
    you ? "You can ask for a moment, or for a hint, with one quiet press." : "Nobody sees what you do here.",
  ].filter(Boolean);
}
