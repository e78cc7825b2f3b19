// English words cut to their stems: the Porter2 algorithm of Martin Porter (Snowball's "english", as of 3.0), rule by rule as
// published at https://snowballstem.org/algorithms/english/stemmer.html, whose names the steps have here.

const WHOLE = new Map([["skies", "sky"], ["idly", "idl"], ["gently", "gentl"], ["ugly", "ugli"], ["early", "earli"], ["only", "onli"], ["singly", "singl"],
  ...["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"].map((word) => [word, word])]);
const AFTER_1A = new Set(["proceed", "exceed", "succeed"]);
const NOT_ING = new Set(["inn", "out", "cann", "herr", "earr", "even"]);
const EARLY_R1 = /^(?:gener|commun|arsen|past|univers|later)/;
const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/;
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;

const STEP_2 = new Map(Object.entries({
  tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize", ational: "ate", ation: "ate", ator: "ate",
  alism: "al", aliti: "al", alli: "al", fulness: "ful", ousli: "ous", ousness: "ous", iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble",
  ogist: "og", ogi: "og", fulli: "ful", lessli: "less", li: "",
}));
const STEP_3 = new Map(Object.entries({ tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "" }));
const STEP_4 = "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion".split(" ");

/** A pattern that finds the longest of these endings: the leftmost match before the end is the longest. */
const endings = (list) => new RegExp(`(?:${[...list].join("|")})$`);
const ENDINGS = [STEP_2.keys(), STEP_3.keys(), STEP_4].map(endings);

/** Return the stem of a word in small letters. */
export function porter2(word) {
  if (word.length <= 2) return word;
  if (WHOLE.has(word)) return WHOLE.get(word);
  let stem = word.replace(/^'/, "").replace(/^y|(?<=[aeiouy])y/g, "Y");
  const r1 = EARLY_R1.exec(stem)?.[0].length ?? regionAfter(stem, 0);
  const r2 = regionAfter(stem, r1);
  stem = step1a(stem.replace(/(?:'s'|'s|')$/, ""));
  if (AFTER_1A.has(stem)) return stem;
  stem = step1b(stem, r1);
  stem = stem.replace(/(?<=.[^aeiouy])[yY]$/, "i"); // step 1c
  stem = step2(stem, r1);
  stem = step3(stem, r1, r2);
  stem = step4(stem, r2);
  return step5(stem, r1, r2).toLowerCase();
}

/** Where the region begins that follows the first non-vowel after a vowel. */
function regionAfter(word, from) {
  const found = word.slice(from).search(/[aeiouy][^aeiouy]/);
  return found < 0 ? word.length : from + found + 2;
}

function step1a(word) {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/[us]s$/.test(word)) return word;
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function step1b(word, r1) {
  const found = /(?:eedly|eed|ingly|edly|ing|ed)$/.exec(word);
  if (!found) return word;
  const rest = word.slice(0, found.index);
  if (found[0].startsWith("eed")) return found.index >= r1 ? `${rest}ee` : word;
  if (found[0] === "ing" && /^[^aeiouy]y$/.test(rest)) return `${rest[0]}ie`;
  if ((found[0] === "ing" && NOT_ING.has(rest)) || !/[aeiouy]/.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (DOUBLE.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1);
  return r1 >= rest.length && SHORT_SYLLABLE.test(rest) ? `${rest}e` : rest;
}

function step2(word, r1) {
  const found = ENDINGS[0].exec(word);
  if (!found || found.index < r1) return word;
  const before = word[found.index - 1];
  if ((found[0] === "li" && !"cdeghkmnrt".includes(before)) || (found[0] === "ogi" && before !== "l")) return word;
  return word.slice(0, found.index) + STEP_2.get(found[0]);
}

function step3(word, r1, r2) {
  const found = ENDINGS[1].exec(word);
  if (!found || found.index < (found[0] === "ative" ? r2 : r1)) return word;
  return word.slice(0, found.index) + STEP_3.get(found[0]);
}

function step4(word, r2) {
  const found = ENDINGS[2].exec(word);
  if (!found || found.index < r2 || (found[0] === "ion" && !"st".includes(word[found.index - 1]))) return word;
  return word.slice(0, found.index);
}

function step5(word, r1, r2) {
  const at = word.length - 1;
  const rest = word.slice(0, at);
  if (word[at] === "e") return at >= r2 || (at >= r1 && !SHORT_SYLLABLE.test(rest)) ? rest : word;
  return word[at] === "l" && at >= r2 && rest.endsWith("l") ? rest : word;
}
