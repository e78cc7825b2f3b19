// Which talking points an answer covers: by words, on this device, without a model. Pure.
//
// Theory of operation. Point and answer are words cut to their stems (`stems.js`). A word weighs more the fewer of the question's
// points have it. A point is covered when words of enough weight stand close together in the answer: within a few sentences, in
// any order, as they are, misspelt by a letter, or said by a synonym; unless one clause says as much of it with a
// word negated on one side only.
import { fold, isLight, isStop, stem, tokens } from "./stems.js";
import { TABLE } from "./synonyms.js";

export { synonymsOf, textOf } from "./synonyms.js";

const ENOUGH = 0.45; // of a point's weight
const CLOSE = 3; // sentences in which it has to be said
const REACH = 3; // words that a negation reaches
const MISSPELT = 5; // letters of a word that is known with one wrong
const BEGINS = 5; // letters
const AS_SAID = 1, NEGATED = 2; // how a word was met: both bits when it was met in both ways
const IN_PROMPT = 0.5, COMMON = 0.5, TECHNICAL = 1.2; // times the weight of other words

const SENTENCE = /(?<=[.!?…])\s+|(?<=[。！？；])|\n+/u;
const CLAUSE = /[,;:]\s|\s\(|(?<!O\([^()\n]{1,20})\)\s|[，、（）]|\s[–—-]\s|\s(?=(?:but|while|whereas|aber|sondern|mais|sino|pero|но)\s)/u;
const NEGATIONS = new Set(`not no never cannot without neither nor none instead rather nicht kein keine keinen keiner keinem ohne nie niemals
  pas sans jamais aucun aucune sin nunca ningún ninguna não sem non senza mai не нет без никогда`.split(/\s+/).map(fold));
const NOBODY = new Set("nothing nobody nichts niemand niemanden rien personne nada nadie ничего никого".split(" ").map(fold)); // negate the word before, too

/**
 * Return for each point whether the answer covers it.
 * @param {object} of
 * @param {string[]} of.points those of one question
 * @param {string} of.answer
 * @param {string} of.language BCP 47 tag
 * @param {string[][]} of.synonyms sets of phrases that the question gives as equal
 * @param {string} of.prompt the question: its words are in any answer, and weigh less
 * @returns {boolean[]}
 */
export function coverage({ points, answer, language = "en", synonyms = [], prompt = "" }) {
  const known = phrases([...synonyms, ...TABLE], language);
  const asked = points.map((point) => point.split(SENTENCE).map((sentence) => read(sentence, language)));
  const weights = weigh(asked, language);
  const prompted = new Set(read(prompt, language).flat().map((word) => word.stem));
  const said = answer.split(SENTENCE).map((sentence) => read(sentence, language).map((clause) => met(clause, known)));
  addMisspelt(said.flat(), asked.flat(2));
  return asked.map((sentences, at) => {
    const words = sentences.flat(2);
    if (!words.length) return Boolean(points[at].trim()) && fold(answer).includes(fold(points[at].trim()));
    const size = Math.max(CLOSE, sentences.length);
    const weight = (word) => weights.get(word.stem) * (prompted.has(word.stem) ? IN_PROMPT : 1);
    return said.some((_, i) => isCovered(words, said.slice(i, i + size).flat(), weight));
  });
}

/** Return the clauses of a sentence, each a list of words: {stem, parts, letters, how}. */
function read(sentence, language) {
  return sentence.split(CLAUSE).map((clause) => {
    const found = [];
    let reach = 0;
    for (const token of tokens(clause, language)) {
      if (NEGATIONS.has(token) || NOBODY.has(token) || token.endsWith("n't")) reach = REACH;
      if (NOBODY.has(token) && found.length) found.at(-1).how = NEGATED;
      if (isStop(token, language)) continue;
      const parts = /^[\p{L}\p{N}]+$/u.test(token) ? [] : token.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 1).map((part) => stem(part, language));
      found.push({ stem: stem(token, language), parts, letters: parts.length ? 0 : token.length, how: reach > 0 ? NEGATED : AS_SAID });
      reach -= 1;
    }
    return found;
  });
}

/** Return by their first stem the phrases of sets: {words, others}, where `others` is what else a phrase says. */
function phrases(sets, language) {
  const found = new Map();
  for (const set of sets) {
    const all = set.map((phrase) => read(phrase, language).flat()).filter((words) => words.length);
    for (const words of all) {
      const first = words[0].stem;
      found.set(first, [...(found.get(first) ?? []), { words, others: all.filter((other) => other !== words).flat() }]);
    }
  }
  return found;
}

/** Return the stems that a clause says, each with how, and all that its phrases say in other words. */
function met(words, known) {
  const found = new Map();
  const add = (name, how, letters) => {
    const before = found.get(name);
    found.set(name, { how: (before?.how ?? 0) | how, letters: Math.max(before?.letters ?? 0, letters) });
  };
  words.forEach((word, at) => {
    add(word.stem, word.how, word.letters);
    for (const part of word.parts) add(part, word.how, 0);
    for (const phrase of known.get(word.stem) ?? []) {
      const turned = word.how ^ phrase.words[0].how;
      if (!phrase.words.every((each, i) => each.stem === words[at + i]?.stem && (each.how ^ turned) === words[at + i].how)) continue;
      for (const other of phrase.others) add(other.stem, other.how ^ turned, 0);
    }
  });
  return found;
}

/** Return what each stem of the points weighs. */
function weigh(asked, language) {
  const often = new Map();
  for (const point of asked) for (const name of new Set(point.flat(2).map((word) => word.stem))) often.set(name, (often.get(name) ?? 0) + 1);
  const weight = (name, count) => Math.log(1 + asked.length / count) * (isLight(name, language) ? COMMON : /[^\p{L}]/u.test(name) ? TECHNICAL : 1);
  return new Map([...often].map(([name, count]) => [name, weight(name, count)]));
}

/** Let what is one letter off a word of the points count as that word. */
function addMisspelt(clauses, words) {
  const right = new Map(words.filter((word) => word.letters >= MISSPELT).map((word) => [word.stem, word.stem[0]]));
  const meant = new Map(); // what was said -> what it may have been meant to say
  for (const clause of clauses) {
    for (const [name, { how, letters }] of [...clause]) {
      if (letters < MISSPELT || right.has(name)) continue;
      if (!meant.has(name)) meant.set(name, [...right].filter(([one, first]) => first === name[0] && isNear(one, name)).map(([one]) => one));
      for (const one of meant.get(name)) if (!clause.has(one)) clause.set(one, { how, letters: 0 });
    }
  }
}

/** Whether two words of the same first letter differ by one: another, one more, one less, or two that changed places; or one is
    what the other begins with, as in compounds. */
function isNear(one, other) {
  if (Math.min(one.length, other.length) >= BEGINS && (one.startsWith(other) || other.startsWith(one))) return !/less$/.test(one) === !/less$/.test(other);
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [left, right] = [one.slice(at), other.slice(at)];
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
    || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
}

/** Whether some clauses say enough of a point together, and none of them says enough of it the other way round. */
function isCovered(words, clauses, weight) {
  const enough = ENOUGH * words.reduce((sum, word) => sum + weight(word), 0);
  const sum = (counts) => words.reduce((so, word) => (counts(word) ? so + weight(word) : so), 0);
  const so = new Map(words.map((word) => [word, clauses.reduce((how, clause) => how | said(word, clause), 0)]));
  if (sum((word) => so.get(word) & word.how) < enough) return false;
  const denied = words.filter((word) => so.get(word) && !(so.get(word) & word.how));
  return !clauses.some((clause) => denied.some((word) => said(word, clause)) && sum((word) => said(word, clause)) >= enough);
}

/** How a clause says a word of a point, 0 if it does not; of `queue.Queue` it may say the last part only. */
function said(word, clause) {
  return (clause.get(word.stem) ?? clause.get(word.parts.at(-1)))?.how ?? 0;
}
