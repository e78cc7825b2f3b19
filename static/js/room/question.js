// A question on the screen: the prompt, and the stages that follow it.
import { Prose } from "../ui/html.js";
import { html } from "../ui/htm.js";

export const STAGES = ["guidance", "answer", "example"];
export const STAGE_NAMES = { guidance: "Guidance", answer: "Answer", example: "Example answer" };

/** How a round is called to those in it. */
export function numberOf(round) {
  return round.id ? `Question ${round.id}` : "Warm-up";
}

/** The prompt as everybody sees it. `lines` stand small above it. */
export function Prompt({ prompt, lines, headingId = "prompt" }) {
  return html`<section class="prompt" aria-labelledby=${headingId}>
    <h1 class="eyebrow" id=${headingId} tabindex="-1" data-stage-heading>${lines.filter(Boolean).join(" · ")}</h1>
    <${Prose} of=${prompt} large />
  </section>`;
}

/** The stages that a candidate or an observer has been shown, in the order in which they came. */
export function ShownStages({ round }) {
  return round.revealed.filter((stage) => round[stage]).map(
    (stage) => html`<section key=${stage} id=${`shown-${stage}`} class=${`card stage stage--${stage} stack stack--tight is-new`} aria-label=${STAGE_NAMES[stage]}>
      <h2 class="h3">${STAGE_NAMES[stage]}</h2>
      <${Prose} of=${round[stage]} />
    </section>`,
  );
}
