// What the page of a review holds: the work, what can be undone, and a copy in this tab that a refresh finds again.
import { computed, signal } from "@preact/signals";
import { announce } from "../ui/announce.js";
import { aboutTroubles, troubles } from "./limits.js";
import { begun, doubts, placeOf } from "./work.js";

export const PER_PAGE = 20;
const KEPT = "greenroom:review";
const MOST_UNDONE = 200;
const SAVE_AFTER_MS = 300;

export const work = signal(null);
export const past = signal([]); // [{says, work, key}], the newest last
export const editing = signal(null); // the key of the question whose editor is open
export const page = signal(0);
export const query = signal("");
export const unfolded = signal(false); // whether the parts of all questions are open
export const restored = signal(false);
export const unkept = signal(false); // this tab can't hold the work over a refresh

export const shown = computed(() => ordered(work.value.questions.filter(matching(query.value))));
export const unsure = computed(() => work.value.questions.filter(wantsLook).length);
export const tooMuch = computed(() => work.value.questions.filter((one) => troubles(one).length));
export const aboutWrong = computed(() => aboutTroubles(work.value.about));

let base = null;
let name = "";
let saving = 0;
let stood = false;

/** Begin, or go on where this tab was before a refresh. `id` names the document. */
export function open(preview, id) {
  base = begun(preview);
  name = id;
  work.value = kept() ?? base;
  restored.value = work.value !== base;
  work.subscribe(saveSoon);
  addEventListener("pagehide", save);
}

/**
 * Take a step that can be undone.
 * @param {string} says what was done, as a sentence: announced, and the name of its undo
 * @param {object} next the work that it leads to
 * @param {string} [typing] what is being typed into: steps of the same are one, and are not announced
 */
export function step(says, next, typing) {
  const last = past.value.at(-1);
  if (!(typing && last?.typing === typing)) past.value = [...past.value, { says, work: work.value, typing }].slice(-MOST_UNDONE);
  work.value = next;
  if (!typing) announce(says);
}

export function undo() {
  const last = past.value.at(-1);
  if (!last) return;
  past.value = past.value.slice(0, -1);
  work.value = last.work;
  if (editing.value !== null && placeOf(work.value, editing.value) < 0) editing.value = null;
  announce(`Undone: ${last.says}`);
}

/** Forget the edits of this tab and begin again with the document as it was understood. */
export function startOver() {
  step("Back to the document as it was understood.", base);
  editing.value = null;
  restored.value = false;
}

/** Turn to the page on which a question is, and put the focus there. */
export function goTo(key, what = "title") {
  if (!shown.value.some((one) => one.key === key)) query.value = "";
  page.value = Math.floor(Math.max(0, shown.value.findIndex((one) => one.key === key)) / PER_PAGE);
  focusSoon(`${what}-${key}`);
}

/** Focus an element when what was changed is drawn, which is before the next key or click: typing never lands elsewhere. */
export function focusSoon(id) {
  queueMicrotask(() => document.getElementById(id)?.focus());
}

export function wantsLook(question) {
  return doubts(question).length > 0 || troubles(question).length > 0;
}

/** Open the editor of a question; it stays where it stands in the list as long as it is open. */
export function edit(key) {
  if (key !== null) stood = wantsLook(work.value.questions[placeOf(work.value, key)]);
  editing.value = key;
}

/** Tell whether a question stands among those to look at twice. */
export function isFirst(question) {
  return question.key === editing.value ? stood : wantsLook(question);
}

/** Those to look at twice first, each group in the order of the deck. */
function ordered(questions) {
  return [...questions.filter(isFirst), ...questions.filter((one) => !isFirst(one))];
}

function matching(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (question) => {
    if (!wanted.length || question.key === editing.peek()) return true;
    const text = [question.prompt, question.guidance, question.answer, question.example, ...question.topics].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
}

function saveSoon() {
  saving ||= setTimeout(save, SAVE_AFTER_MS);
}

/** Keep what differs from the document: a question that nobody touched is its number. */
function save() {
  clearTimeout(saving);
  saving = 0;
  const { questions, leftOut, ...rest } = work.value;
  try {
    if (work.value === base) return sessionStorage.removeItem(KEPT);
    const known = new Map(base.questions.map((one) => [one, one.key]));
    const kept = { name, ...rest, questions: questions.map((one) => known.get(one) ?? one), leftOut: leftOut.map((one) => one.key) };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    unkept.value = false;
  } catch {
    unkept.value = true; // no storage here, or too much for it
  }
}

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (found?.name !== name) return null;
    const { name: _, questions, leftOut, ...rest } = found;
    return {
      ...rest,
      questions: questions.map((one) => (typeof one === "number" ? base.questions[one] : one)),
      leftOut: base.leftOut.filter((one) => leftOut.includes(one.key)),
    };
  } catch {
    return null;
  }
}
