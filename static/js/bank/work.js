// The work on a document before it is kept: what each press makes of it. Pure: nothing is changed in place, so that what
// was can be put back, and a question that nobody touched stays the very object that the document gave.

export const PARTS = ["prompt", "guidance", "answer", "example"];
export const PART_NAMES = { prompt: "Question", guidance: "How to answer", answer: "Answer", example: "Example answer" };
const ABOUT = ["title", "language", "source", "licence", "author", "description"];
const SURE = 0.7;
const NOT_CLEAR = "The document does not say clearly that this is a question.";

/** Begin with what was understood of a document. */
export function begun(preview) {
  return {
    about: Object.fromEntries(ABOUT.map((field) => [field, preview[field] ?? ""])),
    questions: preview.questions.map((question, key) => ({ ...question, key })),
    dropped: [],
    leftOut: preview.left_out.map((text, key) => ({ text, key })),
    next: preview.questions.length,
  };
}

/** Return the preview that the work has come to. */
export function written(work, preview) {
  const about = Object.entries(work.about).filter(([field, value]) => value || preview[field]);
  return {
    ...preview,
    ...Object.fromEntries(about.map(([field, value]) => [field, value || null])),
    questions: work.questions.map(({ key, seen, ...question }, at) => ({ ...question, position: at + 1, flags: [] })),
    left_out: [],
  };
}

/** Why to look twice: sentences; none where the importer is sure, or somebody has looked. */
export function doubts(question) {
  if (question.seen) return [];
  return question.flags.length || question.confidence >= SURE ? question.flags : [NOT_CLEAR];
}

export function edited(work, key, changes) {
  return { ...work, questions: work.questions.map((one) => (one.key === key ? { ...one, ...changes } : one)) };
}

export function retitled(work, changes) {
  return { ...work, about: { ...work.about, ...changes } };
}

/** Move a question to a place, counted from 0. */
export function moved(work, key, place) {
  const questions = work.questions.filter((one) => one.key !== key);
  questions.splice(Math.max(0, Math.min(place, questions.length)), 0, find(work, key));
  return { ...work, questions };
}

export function dropped(work, key) {
  const place = placeOf(work, key);
  return {
    ...work,
    questions: work.questions.filter((one) => one.key !== key),
    dropped: [...work.dropped, { ...find(work, key), place }],
  };
}

export function putBack(work, key) {
  const { place, ...question } = work.dropped.find((one) => one.key === key);
  const questions = [...work.questions];
  questions.splice(place, 0, question);
  return { ...work, questions, dropped: work.dropped.filter((one) => one.key !== key) };
}

/** Make one question of this and the one behind it, part by part. */
export function merged(work, key) {
  const place = placeOf(work, key);
  const [one, two] = work.questions.slice(place, place + 2);
  const question = { ...one };
  for (const part of PARTS) question[part] = joined(one[part], two[part]);
  for (const many of ["points", "topics", "flags", "code"]) question[many] = distinct([...one[many], ...two[many]]);
  question.choices = [...one.choices, ...two.choices].map((choice, at) => ({ ...choice, label: String.fromCharCode(65 + at) }));
  question.difficulty = one.difficulty ?? two.difficulty;
  question.seconds = one.seconds ?? two.seconds;
  return { ...work, questions: [...work.questions.slice(0, place), question, ...work.questions.slice(place + 2)] };
}

/** Split a question where a paragraph of a part begins: that paragraph is the next question, and what follows is its. */
export function split(work, key, part, from) {
  const one = find(work, key);
  const tail = one[part].slice(from);
  const second = part === "prompt" ? tail.length : (paragraphs(tail)[1]?.from ?? tail.length);
  const first = { ...one, [part]: trimmed(one[part].slice(0, from)) };
  const next = { ...blank(work.next), topics: one.topics, difficulty: one.difficulty, prompt: trimmed(tail.slice(0, second)) };
  if (part === "prompt") [first.choices, next.choices] = [[], one.choices];
  else next[part] = trimmed(tail.slice(second));
  for (const later of PARTS.slice(PARTS.indexOf(part) + 1)) {
    next[later] = one[later];
    first[later] = null;
  }
  const place = placeOf(work, key);
  const questions = [...work.questions.slice(0, place), first, next, ...work.questions.slice(place + 1)];
  return { ...work, questions, next: work.next + 1 };
}

/** Add an empty question at the end. */
export function added(work) {
  return { ...work, questions: [...work.questions, blank(work.next)], next: work.next + 1 };
}

/** Make a question of a paragraph that was left out; it is the last one. */
export function asked(work, leftKey) {
  const prompt = work.leftOut.find((one) => one.key === leftKey).text;
  return { ...without(work, leftKey), questions: [...work.questions, { ...blank(work.next), prompt }], next: work.next + 1 };
}

/** Put a paragraph that was left out below a part of a question. */
export function appended(work, leftKey, key, part) {
  const text = work.leftOut.find((one) => one.key === leftKey).text;
  return edited(without(work, leftKey), key, { [part]: joined(find(work, key)[part], text) });
}

/** Return where paragraphs begin and end in a text; a blank line within a code fence parts nothing. */
export function paragraphs(text) {
  const found = [];
  let at = 0;
  let fence = "";
  let open = false;
  for (const line of (text ?? "").split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence ? mark && mark[0] === fence[0] && mark.length >= fence.length : mark) fence = fence ? "" : mark;
    if (!line.trim() && !fence) open = false;
    else if (open) found.at(-1).to = at + line.length;
    else if (line.trim()) open = found.push({ from: at, to: at + line.length }) > 0;
    at += line.length + 1;
  }
  return found;
}

/** Return the languages of the code in a question's texts, each once; "" where a block names none. */
export function codeIn(question) {
  const languages = new Set();
  for (const part of PARTS) {
    let fence = "";
    for (const [, mark, language] of (question[part] ?? "").matchAll(/^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)/gm)) {
      if (!fence) languages.add(language);
      fence = fence ? "" : mark;
    }
  }
  return [...languages];
}

export function placeOf(work, key) {
  return work.questions.findIndex((one) => one.key === key);
}

export function find(work, key) {
  return work.questions.find((one) => one.key === key);
}

function blank(key) {
  return {
    key, number: null, position: 0, prompt: "", guidance: null, answer: null, example: null, choices: [], code: [], points: [],
    topics: [], difficulty: null, seconds: null, id: null, confidence: 1, flags: [],
  };
}

function without(work, leftKey) {
  return { ...work, leftOut: work.leftOut.filter((one) => one.key !== leftKey) };
}

function joined(one, two) {
  return [one, two].filter(Boolean).join("\n\n") || null;
}

function trimmed(text) {
  return text.replace(/^(?:[ \t]*\n)+/, "").trimEnd() || null;
}

function distinct(values) {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
