// Seats and their links: invite, copy, show as a QR code, replace, remove, pass the lead.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button, TwicePress } from "../ui/button.js";
import { CopyButton } from "../ui/copy-button.js";
import { html } from "../ui/htm.js";
import { CallField } from "./call-link.js";
import { PeopleList } from "./presence.js";
import { act, fetchBelow, isLead, pending, view } from "./store.js";

const PEOPLE = "people";

export const links = signal(null); // {address_note, seats: [{seat, role, name, joined, url, line, qr}]}

/** Fetch the links one may have (the lead all, others their own) again whenever seats or the planned start change. */
export function useLinks() {
  const seats = view.value.seats.map((seat) => `${seat.id}${seat.joined}`).join();
  useEffect(() => {
    renew();
  }, [seats, isLead.value, view.value.schedule?.starts_ms, view.value.schedule?.length_min]);
}

async function renew() {
  links.value = (await fetchBelow("links")) ?? links.value;
}

/** What a link's seat is invited with. */
export function invitation(url) {
  return [
    `Here is your place in our mock interview “${view.value.title}”:`,
    url,
    "",
    "Open it in any browser. There is nothing to install and no account; before you join, it tells who will see what.",
  ].join("\n");
}

/** The seat of a candidate who has not come yet, else the first candidate's. */
export function candidateLink() {
  const here = view.value.seats.map((seat) => seat.id); // links come later than the view
  const seats = links.value?.seats.filter((one) => one.role === "candidate" && here.includes(one.seat)) ?? [];
  return seats.find((one) => !one.joined) ?? seats[0] ?? null;
}

/** One's own link, to be opened on a phone or a second computer. */
export function OtherDevices() {
  useLinks();
  const link = links.value?.seats.find((one) => one.seat === view.value.me);
  return html`<details class="disclosure"><summary>My other devices</summary>
    ${link ? html`<div class="stack">
      <p class="meta">This link opens your own place; keep it to yourself.</p>
      <div class="row"><${CopyButton} size="small" text=${link.url}>Copy my link<//></div>
      <img class="qr" src=${link.qr} alt="QR code of your link" width="132" height="132" />
      <${AddressNote} />
    </div>` : html`<p class="waiting">Fetching the link</p>`}
  </details>`;
}

/** Why the links open on this computer only, where they do. */
export function AddressNote() {
  const note = links.value?.address_note;
  return note ? html`<p class="callout callout--time">${note}</p>` : null;
}

/** Add a seat for somebody to ask, where there is none. */
export function InviteCandidate({ kind = "", size = "" }) {
  if (view.value.seats.some((seat) => seat.role === "candidate")) return null;
  const key = "invite:candidate";
  return html`<${Button} kind=${kind} size=${size} busy=${pending.value.has(key)} onPress=${() => act({ type: "invite", role: "candidate" }, key)}>Invite a candidate<//>`;
}

/** Open the list of people and go there. */
export function showPeople() {
  const list = document.getElementById(PEOPLE);
  list.open = true;
  list.querySelector("summary").focus();
  list.scrollIntoView({ block: "center" });
}

/** Everybody, and for the lead what can be done with their seats; small, for the side of the room. */
export function People() {
  useLinks();
  return html`<details class="disclosure card-disclosure" id=${PEOPLE}><summary>People and links</summary><div class="stack"><${Seats} />${isLead.value && html`<${CallField} />`}</div></details>`;
}

/** The list of seats with their links, and the ways to add one. */
export function Seats() {
  return isLead.value ? html`<div class="stack"><${PeopleList} actions=${actionsOf} /><${Invites} /></div>` : html`<${PeopleList} />`;
}

/** The same for the lead, in which links and ways to add a seat are there once they are wanted. */
export function SeatsOnDemand() {
  const wanted = useSignal(false);
  return html`<details class="disclosure" onToggle=${(event) => (wanted.value = event.currentTarget.open)}>
      <summary>More people, and my other devices</summary><${Invites} />
    </details>
    <${PeopleList} actions=${wanted.value ? actionsOf : undefined} />`;
}

function actionsOf(seat) {
  return html`<${SeatActions} seat=${seat} />`;
}

function Invites() {
  const invite = (role) => act({ type: "invite", role }, `invite:${role}`);
  const several = view.value.seats.filter((seat) => seat.role === "interviewer").length > 1;
  return html`<div class="stack">
    <${AddressNote} />
    <div class="row">
      <${InviteCandidate} size="small" />
      <${Button} size="small" busy=${pending.value.has("invite:observer")} onPress=${() => invite("observer")}>Invite an observer<//>
      <${Button} size="small" busy=${pending.value.has("invite:interviewer")} onPress=${() => invite("interviewer")}>${several ? "Invite another interviewer" : "Invite a second interviewer"}<//>
    </div>
  </div>`;
}

function SeatActions({ seat }) {
  const link = links.value?.seats.find((one) => one.seat === seat.id);
  const mine = seat.id === view.value.me;
  const says = mine ? "Copy the link for my other devices" : seat.joined ? "Copy their link" : "Copy the invitation";
  return html`<div class="row person__actions">
    ${link && html`<${CopyButton} size="small" text=${mine ? link.url : invitation(link.url)}>${says}<//>`}
    <details class="peek"><summary>More</summary><div class="row">
      ${link && html`<img class="qr" src=${link.qr} alt=${`QR code of the link for ${seat.name || seat.role}`} width="132" height="132" />`}
      ${!mine && html`<${OthersSeat} seat=${seat} />`}
    </div></details>
  </div>`;
}

function OthersSeat({ seat }) {
  const [replacing, removing] = [`replace:${seat.id}`, `remove:${seat.id}`];
  const replace = async () => (await act({ type: "replace_link", seat: seat.id }, replacing)) && renew();
  const remove = () => act({ type: "remove", seat: seat.id }, removing);
  const pass = () => act({ type: "pass_lead", seat: seat.id });
  const busy = (key) => pending.value.has(key);
  return html`
    <${TwicePress} size="small" busy=${busy(replacing)} confirm="Press again: the old link stops working" onPress=${replace}>Replace the link<//>
    <${TwicePress} size="small" kind="danger" busy=${busy(removing)} confirm="Press again to remove for good" onPress=${remove}>Remove<//>
    ${seat.role === "interviewer" && seat.joined &&
    html`<${TwicePress} size="small" busy=${busy("pass_lead")} confirm="Press again: they will ask and work the clock" onPress=${pass}>Pass the lead<//>`}`;
}
