// When the interview is planned: in the lobby for everybody, and in the room against what is left to ask.
import { useSignal } from "@preact/signals";
import { countdown, fieldsOf, moment, ownZone, pace, plannedEnd } from "../live/schedule.js";
import { Button } from "../ui/button.js";
import { CopyButton } from "../ui/copy-button.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/htm.js";
import { PostForm } from "./form.js";
import { useNow } from "./now.js";
import { candidateLink } from "./people.js";
import { addressOf, isLead, view } from "./store.js";

/** The planned start, in the lobby; the lead can plan it, or change it. */
export function Schedule() {
  const { schedule } = view.value;
  const changing = useSignal(false);
  if (!schedule && !isLead.value) return null;
  return html`<section class="card stack stack--tight" aria-labelledby="schedule-title">
    <h2 class="h3" id="schedule-title">${schedule ? "Planned" : "When"}</h2>
    ${schedule ? html`<${Planned} schedule=${schedule} />` : html`<p class="meta">You meet now. Or plan a start, and everybody reads it in their own time zone.</p>`}
    <div class="row">
      ${schedule && html`<a class="button button--small" href=${addressOf("interview.ics")} download>Add to your calendar</a>`}
      ${schedule && isLead.value && candidateLink() && html`<${CopyButton} size="small" text=${chatLine(candidateLink().url)}>Copy a line for the chat<//>`}
      ${isLead.value && html`<${Button} size="small" kind="quiet" onPress=${() => (changing.value = true)}>${schedule ? "Change the time" : "Plan a time"}<//>`}
    </div>
    ${changing.value && html`<${Change} schedule=${schedule} onClose=${() => (changing.value = false)} />`}
  </section>`;
}

function Planned({ schedule }) {
  const now_ms = useNow();
  const { starts_ms, zone, length_min } = schedule;
  const [here, there] = [moment(starts_ms, ownZone()), moment(starts_ms, zone)];
  return html`<p><strong>${here}</strong> <span class="meta">your time, ${length_min} min</span></p>
    ${there && there !== here && html`<p class="meta">${there} in ${placeOf(zone)}, where it was planned</p>`}
    ${now_ms > 0 && html`<p class="nums" role="timer">Begins ${countdown(starts_ms - now_ms)}</p>`}`;
}

/** One line with time, zone and link. */
export function chatLine(url) {
  const { title, schedule } = view.value;
  const { starts_ms, zone, length_min } = schedule;
  return `Mock interview “${title}”: ${moment(starts_ms, zone) || moment(starts_ms, "UTC")} (${moment(starts_ms, zone) ? placeOf(zone) : "UTC"} time), ${length_min} min. ${url}`;
}

function placeOf(zone) {
  return zone.replaceAll("_", " ");
}

function Change({ schedule, onClose }) {
  const zone = schedule?.zone ?? ownZone();
  const known = schedule && fieldsOf(schedule.starts_ms, zone);
  return html`<${Dialog} title=${schedule ? "Change the time" : "Plan a time"} onClose=${onClose}>
    <${PostForm} to=${addressOf("schedule")} class="stack">
      <${Field} name="date" label="Date" type="date" value=${known?.date ?? ""} required />
      <${Field} name="time" label="Time" type="time" value=${known?.time ?? ""} required />
      <${Field} name="zone" label="Time zone" value=${zone} list="zones" required autocomplete="off" />
      <datalist id="zones">${Intl.supportedValuesOf?.("timeZone").map((one) => html`<option key=${one} value=${one} />`)}</datalist>
      <${Field} name="length_min" label="Length, in minutes" type="number" min="5" max="600" value=${schedule?.length_min ?? 60} required />
      <div><button type="submit" class="button button--primary">Keep this time</button></div>
    <//>
  <//>`;
}

function Field({ name, label, ...rest }) {
  return html`<div class="field"><label for=${`schedule-${name}`}>${label}</label><input id=${`schedule-${name}`} name=${name} ...${rest} /></div>`;
}

/** The time that is left against what is left to ask, for who asks; nothing where no time was planned. */
export function Pace() {
  const now_ms = useNow();
  const { schedule, started_ms, plan, status } = view.value;
  if (!schedule || status !== "live" || !now_ms) return null;
  return html`<p class="meta nums">${pace(plannedEnd(schedule, started_ms) - now_ms, plan.length)}</p>`;
}
