// What the page of a drill holds: the questions that lie ready, what was graded, and the course of the question on the screen.
// The device acts at once and reports after; what it must not lose is written down at every step, and shared by its tabs.
import { computed, signal } from "@preact/signals";
import { announce } from "../ui/announce.js";
import { holdKeys } from "../ui/keys.js";
import * as course from "./course.js";
import * as queue from "./queue.js";

export const GRADES = { 1: "Again", 2: "Hard", 3: "Good", 4: "Easy" };
const FEW = 5; // questions that are left when more are fetched
const UNDOABLE = 20;

export const drill = JSON.parse(document.getElementById("drill").dataset.sheet);
const NAME = `greenroom:drill:${drill.id}`;
const questions = new Map();
const gone = new Set();

export const now_ms = signal(Date.now());
export const held = signal(null); // {course, graded, tries, done, typed, ticks, answering, seen_ms}
export const notice = signal("");
export const fetching = signal(""); // "", "now" or "failed"
export const current = computed(() => (held.value.course ? questions.get(held.value.course.place) : null));
export const left = computed(() => drill.total - gone.size - Object.keys(held.value.graded).filter((place) => !gone.has(Number(place))).length);

/** Begin, or carry on where this device or another stopped. */
export function open() {
  take(drill);
  const before = remembered();
  held.value = merged(before);
  held.value.course ??= null;
  const place = held.value.course?.place;
  if (place !== undefined && questions.has(place) && !(place in held.value.graded)) save({ course: course.resumed(held.value.course, questions.get(place), Date.now()) });
  else forward();
  if (gone.size) say(gone.size === 1 ? "One question is not in its deck any more and is left out." : `${gone.size} questions are not in their decks any more and are left out.`);
  addEventListener("storage", (event) => event.key === NAME && event.newValue && adopt(JSON.parse(event.newValue)));
  setInterval(passTime, 200);
  document.addEventListener("visibilitychange", passTime);
  queue.open(hear);
  fetchMore();
}

/** Take the main step: answer, stop answering, or show what comes next. */
export function step() {
  const question = current.value;
  const one = held.value.course;
  if (!question) return;
  if (one.phase === "think") change(course.answer(one, question, Date.now()), "Answer now");
  else if (one.phase === "answer") change(course.finish(one, question, Date.now()), "Answering is over");
  else if (course.next(one, question)) reveal(course.next(one, question));
}

/** Show a stage now, whatever the clock does. */
export function reveal(stage) {
  const question = current.value;
  if (!question) return;
  const shown = course.show(held.value.course, question, stage, Date.now());
  if (shown !== held.value.course) change(shown, { guidance: "The guidance is shown", answer: "The answer is shown", example: "An example is shown" }[stage]);
}

/** Stop the clock, or let it go on. */
export function pause() {
  const one = held.value.course;
  if (!current.value || one.phase === "answered") return;
  change(course.pause(one, Date.now()), one.paused_ms === null ? "The clock has stopped" : "The clock goes on");
}

/** Grade the question 1-4 and go on to the next. `found` says how many of its points were covered, where that is known. */
export function grade(value, found = {}) {
  const question = current.value;
  const one = held.value.course;
  if (!question || !course.gradable(one, question) || !course.allowed(one, value)) return;
  const { place } = one;
  const tries = { ...held.value.tries, [place]: (held.value.tries[place] ?? 0) + 1 };
  const id = `${drill.id}-${place}-${tries[place]}`;
  const act = { act: "grade", id, place, at_ms: Date.now(), grade: value, help: one.help, answering: held.value.answering, think_ms: one.think_ms, answer_ms: one.answer_ms, ...found };
  const graded = { ...held.value.graded, [place]: { id, place, grade: value, help: one.help, title: question.title, back_ms: question.back_ms[value - 1] } };
  const done = [...held.value.done, { place, id, course: one }].slice(-UNDOABLE);
  if (!queue.add(drill.id, act)) say("This browser has no room left: your grades are kept while this page is open, until they are sent.");
  forward({ graded, tries, done });
}

/** Take the last grade back, and show its question again as it was. */
export function undo() {
  const last = held.value.done.at(-1);
  if (!last) return;
  queue.add(drill.id, { act: "undo", id: last.id, at_ms: Date.now() });
  const { [last.place]: _, ...graded } = held.value.graded;
  save({ graded, done: held.value.done.slice(0, -1), course: last.course });
  announce("The grade is taken back");
}

/** Keep what was typed at the place on the screen; on this device alone. */
export function type(text) {
  save({ typed: { ...held.value.typed, [held.value.course.place]: text } });
}

/** Keep which points were covered, by hand. */
export function tick(index, value, all) {
  const ticks = held.value.ticks[held.value.course.place] ?? all;
  save({ ticks: { ...held.value.ticks, [held.value.course.place]: ticks.map((one, each) => (each === index ? value : one)) } });
}

/** Answer in another way from here on. */
export function answerBy(way) {
  save({ answering: way });
}

/** Fetch more questions when few are left that lie ready. */
export async function fetchMore() {
  const open = [...questions.keys()].filter((place) => !(place in held.value.graded));
  const known = questions.size + gone.size + Object.keys(held.value.graded).filter((place) => !questions.has(Number(place))).length;
  if (fetching.value === "now" || open.length > FEW || known >= drill.total) return;
  fetching.value = "now";
  try {
    const answer = await fetch(`/drill/${drill.id}/questions?from=${Math.max(-1, ...questions.keys()) + 1}`, { signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    take(await answer.json());
    fetching.value = "";
    if (!current.value) forward();
    else save({});
  } catch {
    fetching.value = "failed";
  }
}

function take({ questions: more, gone: lost }) {
  for (const one of more) questions.set(one.place, one);
  for (const place of lost) gone.add(place);
}

/** Go to the next question that lies ready: after this one, else from the beginning. */
function forward(changes = {}) {
  const graded = changes.graded ?? held.value.graded;
  const open = [...questions.keys()].filter((place) => !(place in graded) && !gone.has(place)).sort((one, other) => one - other);
  const place = open.find((one) => one > (held.value.course?.place ?? -1)) ?? open[0];
  save({ ...changes, course: place === undefined ? null : course.begin(questions.get(place), Date.now()) });
  if (place !== undefined && Object.keys(graded).length) announce(`Question ${Object.keys(graded).length + 1} of ${drill.total}`);
  if (place === undefined && !left.value) announce("That was the last question");
  fetchMore();
}

function change(next, sentence) {
  if (next === held.value.course) return;
  save({ course: next });
  announce(sentence);
}

function passTime() {
  now_ms.value = Date.now();
  const question = current.value;
  if (!question) return;
  const later = course.tick(held.value.course, question, now_ms.value);
  if (later !== held.value.course) change(later, "Time to answer");
}

/** Hear what the server made of what was queued. */
function hear(id, { outcomes, now_ms: seen_ms }, acts) {
  if (id !== drill.id) return;
  const graded = { ...held.value.graded };
  acts.forEach((act, index) => {
    const { grade: stands, due_ms } = outcomes[index];
    const mine = graded[act.place];
    if (act.act !== "grade" || mine?.id !== act.id) return;
    if (stands !== null && stands !== mine.grade) say(`“${mine.title}” was graded before, on another device or tab: ${GRADES[stands]} stands.`);
    graded[act.place] = { ...mine, grade: stands ?? mine.grade, due_ms };
  });
  save({ graded, seen_ms: Math.max(seen_ms, held.value.seen_ms) });
}

/** Put together what the server knew when this page was made and what this device has done. */
function merged(before) {
  const fresh = drill.now_ms > before.seen_ms; // else the page was kept for want of a line
  const queued = queue.acts(drill.id);
  const mine = Object.values(before.graded).filter((each) => !fresh || queued.some((act) => act.id === each.id));
  const graded = Object.fromEntries([...mine, ...drill.graded].map((each) => [each.place, { ...before.graded[each.place], ...each }]));
  for (const act of queued) if (act.act === "undo") for (const place in graded) if (graded[place].id === act.id) delete graded[place];
  const tries = { ...before.tries };
  for (const place in drill.tries) tries[place] = Math.max(tries[place] ?? 0, drill.tries[place]);
  return { ...before, graded, tries, seen_ms: Math.max(before.seen_ms, drill.now_ms), done: before.done.filter((each) => graded[each.place]?.id === each.id) };
}

function adopt(other) {
  const moved = other.course?.place !== held.value.course?.place;
  held.value = other;
  if (moved) holdKeys();
}

function save(changes) {
  held.value = { ...held.value, ...changes };
  try {
    localStorage.setItem(NAME, JSON.stringify(held.value));
  } catch {
    // no room: it holds for this page, and grades are sent
  }
}

function remembered() {
  const fresh = { course: null, graded: {}, tries: {}, done: [], typed: {}, ticks: {}, answering: drill.answering, seen_ms: 0 };
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(NAME)) };
  } catch {
    return fresh;
  }
}

let noticed = 0;
function say(sentence) {
  notice.value = sentence;
  clearTimeout(noticed);
  noticed = setTimeout(() => (notice.value = ""), 10_000);
}
