// A text as words that can be compared: folded, without stop words, cut to their stems.
import { porter2 } from "./porter2.js";

// Tokens of the trade stay whole. Each begins where no word goes on, so that a long word is read once.
const TECHNICAL = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${[
  /O\([^()\n]{1,20}\)/, // O(n log n)
  /[A-Za-z](?:\+\+|#)(?![\p{L}\p{N}])/u, // C++ C#
  /(?:[A-Z]{2,8}|[A-Za-z])\/(?:[A-Z]+|[a-z]|[\d.]*\d)(?!\p{L})/u, // HTTP/2 TCP/IP I/O
  /@?[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]+)+/u, // dict.get @app.route
  /@[\p{L}_][\p{L}\p{N}_]*/u, // @property
  /[\p{L}\p{N}]*_[\p{L}\p{N}_]+/u, // __init__ order_by
  /\d+(?:\.\d+)+/, // 3.13
].map((each) => each.source).join("|")})`, "gu");
const DENSE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々]+/gu;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)*/gu;

const STOP = Object.fromEntries(Object.entries({
  en: `a an the this that these those and or but if then than so as at by for from in into of off on onto out over to up with within about
    is are was were be been being am do does did doing done have has had having can could will would shall should may might must ought need
    i you he she it we they me him her us them my your his its our their mine yours theirs itself themselves myself yourself one's
    what which who whom whose when where why how there here all any both each every some such own same other another too very just also only
    not no nor never cannot without neither none instead rather than because since while until though although however therefore
    i'm i'd i'll i've it's that's there's we're we'd they're you're e.g i.e eg ie etc vs get gets got let lets thing things something anything nothing nobody
    use uses used using make makes made means mean still even often usually mostly always really quite much many more most first well way
    come comes came go goes going take takes taken give gives given put puts say says said see seen know known want wants like else ever`,
  de: `der die das den dem des ein eine einer eines einem einen und oder aber wenn dann als wie so an am auf aus bei beim bis durch für gegen im in ins
    mit nach seit über um unter vom von vor zu zum zur zwischen ist sind war waren sein wird werden wurde hat haben hatte kann können muss müssen soll
    sich ich du er sie es wir ihr man mich mir uns ihm ihn ihnen mein sein ihre ihren seine seinen dieser diese dieses auch nur noch schon sehr mehr
    nicht kein keine keinen keiner keinem nichts niemand niemanden ohne nie niemals dass weil da damit dafür dabei also etwa zum beispiel was wer wo wann warum jede jeder jedes alle`,
  fr: `le la les l un une des du de d et ou mais si donc or ni car que qui quoi dont où ce cet cette ces c se s sa son ses leur leurs mon ma mes ton
    je j tu il elle on nous vous ils elles y en au aux à a ont est sont était être été avoir fait faire peut dans par pour sur sous avec entre vers chez
    ne n pas sans jamais aucun aucune rien personne plus très aussi même tout tous toute toutes comme quand lorsque alors ainsi selon exemple soit`,
  es: `el la los las lo un una unos unas y e o u pero si no ni que quien cual cuyo de del a al en con por para sin sobre entre hasta desde se su sus mi
    mis tu tus yo él ella ello nosotros ellos ellas me te le les nos es son era ser fue está están estar hay ha han haber he puede pueden tiene tienen
    este esta esto estos estas ese esa eso como cuando donde porque muy más menos también ya todo toda todos todas otro otra cada nunca ningún ninguna nada nadie qué`,
  pt: `o a os as um uma e ou mas se não nem que quem de do da dos das em no na nos nas com por para pelo pela sem sobre entre até ao aos à é são era ser
    foi está estão há tem têm pode eu ele ela nós eles elas me te lhe seu sua seus suas este esta isso como quando onde porque muito mais também já cada`,
  it: `il lo la i gli le l un uno una e o ma se non né che chi di del della dei delle a al alla in nel nella con per da dal su senza tra fra è sono era
    essere stato ha hanno può io lui lei noi loro mi ti si ci suo sua suoi questo questa quello come quando dove perché molto più anche già ogni`,
  ru: `и в во не ни без нет что он она оно они я мы вы ты на с со как а то все так его её их но да к у же за бы по только мне было вот от из о ещё при
    для если или это эта этот эти быть есть был была были может можно нужно когда где чтобы также уже очень который которая которые ничего никого`,
}).map(([language, list]) => [language, new Set(list.split(/\s+/).map(fold))]));

// Endings that inflect and derive, the longer ones first; a stem of four letters stays.
const ENDINGS = Object.fromEntries(Object.entries({
  de: "ierungen ierung ierten ierte ieren iert igkeiten igkeit heiten heit keiten keit ungen ung ende enden endes erem eren erer eres ern em en er es et st e n s t",
  fr: "abilites abilite icites icite atrices ations ateurs issements ements iques istes ances ences antes entes ables ibles euses ation ateur ement issement ique iste ance ence ante ente able ible euse ites ite ives ive ants ents ant ent ees ees ions ait ees ee es er ir ez e s",
  es: "abilidades abilidad aciones ibilidad amente adores adoras amientos imientos amiento imiento acion adora ador mente idades idad ancia encia antes entes ables ibles ante ente able ible ados adas idos idas ando iendo ado ada ido ida aron ieron icos icas ico ica ar er ir an en os as es o a e s",
  pt: "abilidade acoes idades idade amente mente acao ador ancia encia avel ivel ados adas idos idas ando endo indo ado ada ido ida ar er ir am em os as es o a e s",
  it: "abilita azioni azione amente mente atori atore amento imento anza enza abile ibile ati ate ato ata iti ite ito ita ando endo are ere ire ano ono i e o a",
  ru: "остями ость ости ениями ениях ением ении ения ение аниями анием ании ания ание ировать ованный ами ями ого его ому ему ыми ими ать ять ить еть ает яет ют ут ишь ешь ах ях ов ев ем ом ам ям ии иев ых их ую юю ии ый ой ая яя ое ее ые ие ем им ию ия и й а я о е у ю ы ь",
}).map(([language, list]) => [language, new RegExp(`(?<=.{4})(?:${list.split(" ").map(fold).sort((a, b) => b.length - a.length).join("|")})$`, "u")]));

// Common English nouns, adjectives and verbs: they say little of what a text is about.
const LIGHT = new Set(`time person year way day thing man world life hand part child eye place work week case point number group problem fact good new
  first last long great little own old right big high different small large next early few public bad same able find tell ask seem feel try leave call
  look want think help happen stay become`.split(/\s+/).map(porter2));

const segmenters = new Map(); // making one takes longer than using it

/** Return a text without capitals and accents. */
export function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u200b-\u200d]/g, "").normalize("NFC").toLowerCase().replace(/’/g, "'").replace(/ß/g, "ss");
}

/**
 * Return the stem of a word.
 * @param {string} word
 * @param {string} language BCP 47 tag. English has Porter2, six more a list of endings; in all others a word is its own stem.
 */
export function stem(word, language) {
  const folded = fold(word);
  if (!/^[\p{L}\p{M}']+$/u.test(folded)) return folded;
  if (primary(language) === "en") return porter2(american(folded));
  const endings = ENDINGS[primary(language)];
  return endings ? folded.replace(/^[ldcjnsmt]'/, "").replace(endings, "") : folded;
}

/** Spell a British word as Porter2's endings expect it; whether it is a word then does not matter, both texts are read alike. */
function american(word) {
  return word.replace(/(?<=.{4})is(e|es|ed|er|ers|ing|ation|ations)$/, "iz$1").replace(/(?<=.{3})our(s|ed|al)?$/, "or$1");
}

/** Return the words of a text that carry its meaning, folded, in their order. */
export function words(text, language) {
  return [...tokens(text, language)].filter((token) => !isStop(token, language));
}

/** Whether a folded token is a word that any text has. */
export function isStop(token, language) {
  return Boolean(STOP[primary(language)]?.has(token)) || /^[a-z]+n't$/.test(token);
}

/** Whether a stem says little. */
export function isLight(stem, language) {
  return primary(language) === "en" && LIGHT.has(stem);
}

/** Yield all tokens of a text, folded: technical ones whole, scripts without spaces as pairs of signs. */
export function* tokens(text, language) {
  let from = 0;
  for (const found of text.matchAll(TECHNICAL)) {
    yield* plain(text.slice(from, found.index), language);
    yield fold(found[0]).replace(/\s+/g, "");
    from = found.index + found[0].length;
  }
  yield* plain(text.slice(from), language);
}

function* plain(text, language) {
  let from = 0;
  for (const found of text.matchAll(DENSE)) {
    yield* spaced(text.slice(from, found.index), language);
    const signs = [...fold(found[0])];
    if (signs.length === 1) yield signs[0];
    for (let i = 1; i < signs.length; i++) yield signs[i - 1] + signs[i];
    from = found.index + found[0].length;
  }
  yield* spaced(text.slice(from), language);
}

function* spaced(text, language) {
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const segmenter = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/.test(text) && segmenterOf(language); // Thai, Lao, Burmese, Khmer
  const found = segmenter ? Array.from(segmenter.segment(text)).filter((each) => each.isWordLike).map((each) => each.segment) : text.match(WORD);
  for (const word of found ?? []) yield fold(word);
}

function segmenterOf(language) {
  if (!Intl.Segmenter) return null;
  if (!segmenters.has(language)) segmenters.set(language, madeSegmenter(language));
  return segmenters.get(language);
}

function madeSegmenter(language) {
  try {
    return new Intl.Segmenter(language, { granularity: "word" });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: "word" }); // not a language tag
  }
}

function primary(language) {
  return String(language ?? "").toLowerCase().split(/[-_]/)[0];
}
