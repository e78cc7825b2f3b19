// One's own plan: the questions still to ask, in order. Nobody else sees it.
import { useSignal } from "@preact/signals";
import { duration } from "../live/clock.js";
import { seatOf } from "../live/room-state.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { BringDeck } from "./bring.js";
import { Picker } from "./picker.js";
import { Pace } from "./schedule.js";
import { act, deck, isLead, pending, view } from "./store.js";

export const pickerOpen = { current: () => {} };

export function Plan() {
  const editing = useSignal(false);
  const picking = useSignal(false);
  const { plan, status, me } = view.value;
  const { deckless } = seatOf(view.value, me);
  pickerOpen.current = () => (picking.value = true);
  const total = plan.reduce((sum, question) => sum + question.seconds, 0);
  const store = (questions) => act({ type: "plan", questions }, "plan");
  return html`<section class="card stack" aria-labelledby="plan-title">
    <div class="spread">
      <h2 class="h3" id="plan-title">Your plan</h2>
      ${plan.length > 0 && html`<span class="meta nums">${plan.length} to ask, about ${duration(Math.max(1, Math.round(total / 60)) * 60)}</span>`}
    </div>
    <${Pace} />
    ${plan.length
      ? html`<ol class="plan">${plan.map((question, index) => html`<${Line}
          key=${question.id} question=${question} index=${index} ids=${plan.map((one) => one.id)} editing=${editing.value} store=${store} />`)}</ol>`
      : html`<p class="meta">${deckless ? "You have no questions yet. Bring a deck, and they stand here." : status === "lobby" ? "Nothing is planned. Choose questions now, or one by one later." : "Nothing more is planned."}</p>`}
    <div class="row">
      ${!deckless && html`<${Button} size="small" onPress=${() => (picking.value = true)} shortcut="/">${status === "live" ? "Another question" : "Choose questions"}<//>`}
      ${plan.length > 0 && html`<${Button} size="small" kind="quiet" pressed=${editing.value} onPress=${() => (editing.value = !editing.value)}>${editing.value ? "Done" : "Edit the plan"}<//>`}
      <${BringDeck} />
    </div>
    ${picking.value && html`<${Picker} onClose=${() => (picking.value = false)} />`}
  </section>`;
}

function Line({ question, index, ids, editing, store }) {
  const busy = pending.value.has("plan");
  const moved = (to) => {
    const order = ids.filter((id) => id !== question.id);
    order.splice(to, 0, question.id);
    return store(order);
  };
  const open = view.value.status === "live" && isLead.value;
  const full = deck.value?.questions?.find((one) => one.id === question.id);
  return html`<li class=${`plan__line ${busy ? "is-busy" : ""}`}>
    <span class="plan__title">${full?.title ?? question.title}</span>
    ${editing
      ? html`<span class="plan__tools">
          <button type="button" class="tool" aria-label=${`Move up: ${question.title}`} disabled=${index === 0} onClick=${() => moved(index - 1)}>↑</button>
          <button type="button" class="tool" aria-label=${`Move down: ${question.title}`} disabled=${index === ids.length - 1} onClick=${() => moved(index + 1)}>↓</button>
          <button type="button" class="tool" aria-label=${`Remove from the plan: ${question.title}`} onClick=${() => store(ids.filter((id) => id !== question.id))}>✕</button>
        </span>`
      : html`<span class="plan__tools"><span class="meta nums">${duration(question.seconds)}</span>
          ${open && (index > 0 || view.value.round) && html`<button type="button" class="link-button" aria-label=${`Ask now: ${question.title}`} onClick=${() => act({ type: "ask", question: question.id }, "ask")}>Ask now</button>`}
        </span>`}
  </li>`;
}
