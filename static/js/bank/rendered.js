// Texts as the server renders them: Markdown becomes sanitised HTML there, and nowhere else.
import { signal } from "@preact/signals";
import { PARTS } from "./work.js";

const AT_ONCE = 20;
const MOST_CHARACTERS = 60_000; // of one request, unless it is for one question
const TOO_LONG = 20_000; // of one text: what no deck takes is shown as it is typed
const KEPT = 400;
const SOON_MS = 40;
const HEADERS = { "Content-Type": "application/json", Accept: "application/json" };

const known = new Map(); // sketch as JSON -> its HTML, {prompt, guidance, answer, example, choices}
const arrived = signal(0);
const wanted = new Set();
let asking = 0;

/** Return the HTML of a question's texts; null as long as it is not here. Draws again when it comes. */
export function rendered(question) {
  const sketch = sketchOf(question);
  if (arrived.value >= 0 && known.has(sketch)) return known.get(sketch);
  if (PARTS.some((part) => question[part]?.length > TOO_LONG)) return null;
  wanted.add(sketch);
  asking ||= setTimeout(ask, SOON_MS);
  return null;
}

async function ask() {
  const batch = [];
  let size = 0;
  for (const sketch of wanted) {
    if (batch.length === AT_ONCE || (batch.length && size + sketch.length > MOST_CHARACTERS)) break;
    batch.push(sketch);
    size += sketch.length;
    wanted.delete(sketch);
  }
  try {
    const answer = await fetch("/decks/render", {
      method: "POST",
      headers: HEADERS,
      body: `[${batch.join()}]`,
    });
    if (answer.ok) (await answer.json()).forEach((html, at) => known.set(batch[at], html));
  } catch {
    // the server is away: the texts stay as they are typed, and the next change asks again
  }
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(oldest);
  asking = wanted.size ? setTimeout(ask, SOON_MS) : 0;
  arrived.value++;
}

/** Return the talking points that a question's answer seems to make; null when the server can't be asked. */
export async function proposedPoints(question) {
  try {
    const answer = await fetch("/decks/points", { method: "POST", headers: HEADERS, body: sketchOf(question) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function sketchOf(question) {
  return JSON.stringify({
    prompt: question.prompt ?? "",
    guidance: question.guidance ?? "",
    answer: question.answer ?? "",
    example: question.example ?? "",
    choices: question.choices.map((choice) => choice.text),
  });
}
