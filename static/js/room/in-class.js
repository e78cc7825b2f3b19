// What the coach of a class says to a room: the part of the class, a line of text, when the interview is to end.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { face } from "../live/clock.js";
import { announce } from "../ui/announce.js";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { useNow } from "./now.js";
import { view } from "./store.js";

export function ClassBanner() {
  const { in_class: its, status } = view.value;
  const read_ms = useSignal(0); // the announcement that was put away
  const said = its?.announcement;
  const due_ms = status === "live" ? its?.wrap_up_due_ms : undefined;
  const now_ms = useNow();
  useEffect(() => {
    if (said) announce(`Your coach: ${said.text}`);
  }, [said?.at_ms]);
  useEffect(() => {
    if (due_ms !== undefined && now_ms) announce(`Please wrap up: this interview ends in ${Math.max(0, Math.round((due_ms - now_ms) / 1000))} seconds`);
  }, [due_ms]);
  useEffect(() => {
    if (its?.phase) announce(its.phase.name);
  }, [its?.phase?.name]);
  if (!its) return null;
  return html`${its.phase && html`<p class="banner in-class"><span><strong>${its.phase.name}</strong>${its.phase.ends_ms !== undefined && now_ms > 0 && html` <span class="nums" role="timer" aria-live="off">${face(its.phase.ends_ms - now_ms)}</span>`}</span></p>`}
    ${due_ms !== undefined && html`<p class="banner banner--time">Please wrap up: this interview ends in <span class="nums" role="timer" aria-live="off">${face(Math.max(0, due_ms - now_ms))}</span>.</p>`}
    ${said && said.at_ms !== read_ms.value && html`<div class="banner in-class"><span><strong>Your coach:</strong> ${said.text}</span>
      <${Button} size="small" kind="quiet" onPress=${() => (read_ms.value = said.at_ms)}>Got it<//></div>`}`;
}
