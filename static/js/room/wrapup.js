// After the last question: marks are completed, feedback is written, the report is released on purpose.
import { useSignal } from "@preact/signals";
import { moment } from "../live/moment.js";
import { unmarkedRounds } from "../live/next-step.js";
import { interviewed, nameOf, swapPartner } from "../live/room-state.js";
import { Button, TwicePress } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { Again } from "./again.js";
import { Untaken } from "./candidate.js";
import { Feedback } from "./feedback.js";
import { Marks } from "./marks.js";
import { leadName, PeopleList } from "./presence.js";
import { RoundBadges, RoundDetail } from "./rounds.js";
import { act, addressOf, dimensions, draftOf, mayRelease, pending, view } from "./store.js";

export function Wrapup() {
  const { status, role, interviewed: hasAsked } = view.value;
  if (status === "released") return html`<${Released} />`;
  if (role === "interviewer" || hasAsked) return html`<${InterviewerWrapup} />`;
  return role === "candidate" ? html`<${CandidateWrapup} />` : html`<${ObserverWrapup} />`;
}

function Header({ title, children }) {
  return html`<header class="page-header"><p class="eyebrow">Wrap-up · ${view.value.title}</p>
    <h1 tabindex="-1" data-stage-heading>${title}</h1>${children}</header>`;
}

function InterviewerWrapup() {
  const { rounds } = view.value;
  const missing = unmarkedRounds(view.value, dimensions.value);
  const first = useSignal(missing.map((line) => line.id)); // the order stays while one marks
  const lines = rounds.filter(interviewed);
  const ordered = [...lines.filter((line) => first.value.includes(line.id)), ...lines.filter((line) => !first.value.includes(line.id))];
  const goTo = () => {
    const round = document.getElementById(`round-${missing[0].id}`);
    round.open = true;
    round.querySelector("summary").focus();
    round.scrollIntoView({ block: "start" });
  };
  return html`<${Header} title="Say what you saw"><p class="lede">${
      missing.length ? saysOfMissing(missing.length, lines.filter((line) => line.state !== "skipped").length) : "All questions are marked."
    }</p><//>
    <div class="desk">
      <div class="desk__main stack">
        ${ordered.length ? ordered.map((line, index) => html`<details key=${line.id} id=${`round-${line.id}`} class="card round-card" open=${index === 0 && first.value.length > 0}>
          <summary class="spread"><span class="round-card__title"><span class="meta">Question ${line.id}</span> ${line.title}</span><span class="row"><${RoundBadges} line=${line} /></span></summary>
          <${RoundDetail} line=${line} idPrefix="wrapup" />
        </details>`) : html`<p class="empty">No question was asked. You can reopen the interview, or release a report without questions.</p>`}
        <${FromYourSide} lines=${rounds.filter((line) => !interviewed(line))} />
      </div>
      <aside class="desk__side stack" aria-label="Feedback and release">
        <${Feedback} />
        ${mayRelease.value ? html`<${Release} missing=${missing.length} />` : html`<p class="waiting">${leadName()} releases the report</p>`}
        <details class="disclosure"><summary>Who is here</summary><${PeopleList} /></details>
        <${Again} />
      </aside>
    </div>
    ${mayRelease.value && missing.length > 0 && html`<div class="action-bar"><p class="meta">${missing.length} to mark</p><${Button} kind="primary" size="large" onPress=${goTo}>Mark what is missing<//></div>`}`;
}

function saysOfMissing(missing, all) {
  const which = all === 1 ? "The question" : `${missing} of ${all} questions`;
  return `${which} ${missing === 1 ? "is" : "are"} not fully marked. What is unmarked stays “not marked” in the report.`;
}

function Release({ missing }) {
  const answers = useSignal(view.value.show_answers);
  const other = swapPartner(view.value);
  return html`<section class="card stack" aria-labelledby="release-title">
    <h2 class="h3" id="release-title">Release the report</h2>
    <label class="choice choice--bare"><input type="checkbox" checked=${answers.value} onChange=${(event) => (answers.value = event.currentTarget.checked)} />
      <span class="choice__text"><span>Include the model answers</span><span class="meta">Of what was asked; what was not asked stays unseen.</span></span></label>
    <${TwicePress} kind=${missing ? "" : "primary"} size="large" busy=${pending.value.has("release")}
      confirm="Press again: everybody who took part sees it" onPress=${() => act({ type: "release", show_answers: answers.value })}>Release the report<//>
    ${other && html`<p class="meta">Both of you can. Ask ${nameOf(other)} first: their marks and feedback go into it as they are then.</p>`}
    ${view.value.release_due_ms && html`<p class="meta">Otherwise it is released by itself, without your marks, on ${moment(view.value.release_due_ms)}.</p>`}
    <div><${Button} size="small" kind="quiet" busy=${pending.value.has("reopen")} onPress=${() => act({ type: "reopen" })}>Go back into the interview<//></div>
  </section>`;
}

function CandidateWrapup() {
  return html`<div class="page-column stack">
      <${Header} title="That was it"><p class="lede waiting"><span>${leadName()} is writing your feedback. When it is ready, this page says so.
        ${view.value.released_before && html` <a href=${addressOf("report")}>The report that was released before</a> stays yours.`}</span></p><//>
      <${FromYourSide} lines=${view.value.rounds} />
    </div>`;
}

/** One's own marks, for the rounds in which one was asked. */
function FromYourSide({ lines: all }) {
  const lines = all.filter((line) => line.state !== "skipped");
  if (!lines.length) return null;
  return html`${lines.map((line) => html`<${Untaken} key=${line.id} round=${line} />`)}
    <h2>How did it go, from your side?</h2>
    <p class="meta">Mark yourself before you read the feedback: the difference is what you learn from. ${mayRelease.value ? "The others see" : `${leadName()} sees`} it when the report is released.</p>
    ${lines.map((line, index) => html`<details key=${line.id} class="card round-card" open=${index === 0}>
      <summary class="spread"><span class="round-card__title"><span class="meta">Question ${line.id}</span> ${line.title}</span>
        <span class="badge badge--quiet nums">${Object.keys(line.marks).length} of ${dimensions.value.length} marked</span></summary>
      <div class="stack"><${OwnAnswer} round=${line} /><${Marks} round=${line} own idPrefix="self" /></div>
    </details>`)}`;
}

function OwnAnswer({ round }) {
  if (view.value.options.answering === "spoken") return null;
  const draft = draftOf("answer", round.id);
  draft.changes.value; // drawn again when the text comes
  return draft.base && html`<details class="peek"><summary>What you typed</summary><pre class="typed">${draft.base}</pre></details>`;
}

function ObserverWrapup() {
  return html`<${Header} title="The interview has ended"><p class="lede waiting">${leadName()} is writing the feedback. When it is ready, this page says so.</p><//>`;
}

function Released() {
  return html`<div class="page-column stack between">
    <p class="eyebrow">${view.value.title}</p>
    <h1 tabindex="-1" data-stage-heading>The report is ready</h1>
    <p class="lede">Questions, answers, marks and feedback, to read, print or keep as a file.</p>
    <div class="row"><a class="button button--primary button--large" href=${addressOf("report")}>Read the report</a></div>
    <${Again} />
    ${mayRelease.value && html`<div><${TwicePress} size="small" kind="quiet" busy=${pending.value.has("reopen")} confirm="Press again: the report is withdrawn until you release it" onPress=${() => act({ type: "reopen" })}>Reopen the wrap-up<//></div>`}
  </div>`;
}
