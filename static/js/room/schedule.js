// When the interview is planned: in the lobby for everybody, and in the room against what is left to ask.
import { elsewhere, start } from "../live/moment.js";
import { countdown, pace, plannedEnd } from "../live/schedule.js";
import { CopyButton } from "../ui/copy-button.js";
import { html } from "../ui/htm.js";
import { useNow } from "./now.js";
import { candidateLink } from "./people.js";
import { addressOf, isLead, view } from "./store.js";

/** The planned start, in the lobby; the lead can plan it, or change it. */
export function Schedule() {
  const { schedule } = view.value;
  if (!schedule && !isLead.value) return null;
  return html`<section class="card stack stack--tight" aria-labelledby="schedule-title">
    <h2 class="h3" id="schedule-title">${schedule ? "Planned" : "When"}</h2>
    ${schedule ? html`<${Planned} schedule=${schedule} />` : html`<p class="meta">You meet now. Or plan a start, and everybody reads it in their own time zone.</p>`}
    <div class="row">
      ${schedule && html`<a class="button button--small" href=${addressOf("interview.ics")} download>Add to your calendar</a>`}
      ${schedule && isLead.value && candidateLink()?.line && html`<${CopyButton} size="small" text=${candidateLink().line}>Copy a line for the chat<//>`}
      ${isLead.value && html`<a class="button button--small button--quiet" href=${addressOf("schedule")}>${schedule ? "Change the time" : "Plan a time"}</a>`}
    </div>
  </section>`;
}

function Planned({ schedule }) {
  const now_ms = useNow();
  const { starts_ms, zone, length_min } = schedule;
  const there = elsewhere(starts_ms, zone);
  return html`<p><strong>${start(starts_ms)}</strong> <span class="meta">your time, ${length_min} min</span></p>
    ${there && html`<p class="meta">${there}, where it was planned</p>`}
    ${now_ms > 0 && html`<p class="nums">${countdown(starts_ms - now_ms)}</p>`}`;
}

/** The time that is left against what is left to ask, for who asks; nothing where no time was planned. */
export function Pace() {
  const now_ms = useNow();
  const { schedule, started_ms, plan, status } = view.value;
  if (!schedule || status !== "live" || !now_ms) return null;
  return html`<p class="meta nums">${pace(plannedEnd(schedule, started_ms) - now_ms, plan.length)}</p>`;
}
