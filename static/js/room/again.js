// What can follow an interview: one like it with somebody else, or with the same people and what was not asked yet.
import { html } from "../ui/htm.js";
import { PostForm } from "./form.js";
import { interview, mayRelease } from "./store.js";

/** For the lead, in a swap for both sides, once the interview is over. */
export function Again() {
  if (!mayRelease.value) return null;
  return html`<section class="stack stack--tight" aria-labelledby="again-title">
    <h2 class="h3" id="again-title">And next?</h2>
    <div class="row">
      <${PostForm} to=${`/interviews/${interview()}/again`} hidden=${{ with: "others" }}><button type="submit" class="button">Again, with somebody else</button><//>
      <${PostForm} to=${`/interviews/${interview()}/again`} hidden=${{ with: "same" }}><button type="submit" class="button">The same people, next questions</button><//>
      <a class="button button--quiet" href=${`/interviews/${interview()}/again`}>Save it as a template</a>
    </div>
  </section>`;
}
