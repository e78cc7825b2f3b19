// What a coach does in one room or many at once.
import { useSignal } from "@preact/signals";
import { Button } from "../ui/button.js";
import { html } from "../ui/htm.js";
import { act, busy, chooseNone, chosen, meant, rooms, said } from "./store.js";

const MOST_CHARS = 200;
const WRAP_UP_S = 60;
const MORE_S = 120;

export function Actions() {
  const line = useSignal("");
  const many = chosen.value.size ? `${meant.value.length} of ${rooms.value.length} rooms` : `all ${rooms.value.length} rooms`;
  const one = (key, words, command) => html`<${Button} busy=${busy.value === key} onPress=${() => act(command, key)}>${words}<//>`;
  const say = async (event) => {
    event.preventDefault();
    if (line.value.trim() && (await act({ type: "announce", text: line.value.trim() }, "say"))) line.value = "";
  };
  return html`<section class="card wall-actions stack stack--tight" aria-labelledby="act-on">
    <div class="spread"><h2 id="act-on" class="h3">In ${many}</h2>${chosen.value.size > 0 && html`<${Button} kind="quiet" size="small" onPress=${chooseNone}>Choose none: act on all<//>`}</div>
    <div class="row">
      ${one("more", "+2 min", { type: "extend", seconds: MORE_S })}
      ${one("pause", "Pause", { type: "pause" })}
      ${one("resume", "Go on", { type: "resume" })}
      ${one("wrap", `Wrap up in ${WRAP_UP_S} s`, { type: "wrap_up", seconds: WRAP_UP_S })}
      ${one("stay", "Don’t wrap up", { type: "wrap_up", seconds: null })}
    </div>
    <form class="row wall-actions__say" onSubmit=${say}>
      <label class="visually-hidden" for="say">A line of text for them</label>
      <input id="say" type="text" maxlength=${MOST_CHARS} placeholder="A line of text, shown once in each room" value=${line.value} onInput=${(event) => (line.value = event.currentTarget.value)} autocomplete="off" />
      <button class="button" aria-busy=${busy.value === "say" ? "true" : undefined}>Say it</button>
    </form>
    <p class="meta" aria-live="off">${said.value || "Choose rooms by their boxes below; without a choice it is for all."}</p>
  </section>`;
}
