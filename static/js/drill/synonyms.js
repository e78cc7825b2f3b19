// Words that say the same: what a question gives as equal, and a small table of the English of interviews, which is ours.

/** Sets of phrases, one of which in an answer stands for all of its set. */
export const TABLE = `
fast, quick, rapid | slow, sluggish | delete, remove, drop | error, exception, failure | fail, break, crash | begin, start | end, finish, stop
create, build, construct | change, modify, alter, mutate | immutable, not change, cannot change | get, fetch, retrieve | return, give back
show, display | store, save, persist | send, transmit | choose, select, pick | check, verify, validate, test | fix, repair, solve, resolve
reduce, decrease, lower | increase, grow | need, require | allow, permit, let | prevent, avoid | happen, occur | keep, preserve, retain
repeat, again | split, divide, partition | combine, merge, join | copy, duplicate, replicate | call, invoke | evaluate, compute, calculate
execute, run | wait, block | pause, suspend | finish, complete | measure, benchmark, profile | expire, time out, timeout | share, common
big, large, huge | small, little, tiny | single, only one, exactly one | several, multiple, many | whole, full, entire, complete | often, frequent
cheap, inexpensive | expensive, costly | simple, easy | difficult, hard | important, crucial | different, distinct | same, equal, identical
lazy, lazily, on demand | eager, up front, upfront | hot, popular | stale, outdated, out of date | unique, distinct | empty, blank | private, personal
constant time, O(1) | linear time, linear, O(n) | logarithmic, logarithmic time, O(log n), log n | quadratic, O(n^2), O(n²)
function, method, callable | argument, parameter | attribute, property | object, instance | initialise, initialize, fill in, set up, __init__
dict, dictionary, hash map, hash table | list, array | string, str, text | integer, int | boolean, bool | database, db | relation, relationship
repository, repo | configuration, config | authentication, auth, login | authorisation, authorization, permission | environment, env
thread, threading | process, multiprocessing | concurrent, parallel | lock, mutex | queue, fifo | stack, lifo | memory, ram | disk, storage
request, call | response, reply, answer | client, browser | server, backend | network, net | packet, segment | round trip, rtt | latency, delay
load balancer, lb | message queue, broker | cache, caching | replica, secondary, follower | primary, leader, master | downtime, outage
deploy, release, ship | team, colleague, coworker, teammate | manager, boss, lead | customer, client, user | mistake, error | deadline, due date
disagree, conflict, argue | agree, consensus | listen, hear out | explain, describe | feedback, criticism | responsible, own, ownership
javascript, js | typescript, ts | kubernetes, k8s | postgresql, postgres | regular expression, regex | garbage collector, garbage collection, gc
app, application | admin, administrator | async, asynchronous | sync, synchronous | docs, documentation | prod, production | dev, development
ttl, time to live | cdn, content delivery network | os, operating system | cli, command line | ui, interface | fk, foreign key | pk, primary key
once, one time, exactly once | twice, two times, double | two, 2 | three, 3 | four, 4 | zero, 0 | limit, bound, cap, maximum
`.trim().split(/[|\n]/).map((set) => set.split(",").map((phrase) => phrase.trim()));

const BRACKETS = /[(（]([^()（）]{2,60})[)）]/g;
const EQUALS = /(?<!\p{L})(?:a\.?k\.?a\.?|also (?:called|known as|named)|i\.e\.|short for|stands for|auch genannt|d\.\s?h\.|das heißt|c['’]est-à-dire|aussi appelée?|es decir|también llamad[oa]|то есть)(?!\p{L})/giu;
const WORD_BEFORE = /([\p{L}\p{N}_][^\s,(]*)\s?[,(]?\s?$/u;
const PHRASE_AFTER = /^[,:]?\s?(?:an? |the )?([^\s.,;:()]+(?: [^\s.,;:()]+){0,3})(?=[.,;:()\n]|$)/u; // one that goes on is no name
const NEAR = 80; // characters before and after

/**
 * Return the sets of phrases that a question gives as equal: "GIL (global interpreter lock)", "X, also called Y".
 * @param {object} question prompt, guidance, answer and example as Markdown or as the server's HTML, and points.
 */
export function synonymsOf(question) {
  const bodies = ["prompt", "guidance", "answer", "example"].map((name) => textOf(question[name] ?? ""));
  const text = [...bodies, ...(question.points ?? [])].join("\n");
  const found = [];
  const around = (match) => [text.slice(Math.max(0, match.index - NEAR), match.index), text.slice(match.index + match[0].length, match.index + match[0].length + NEAR)];
  for (const match of text.matchAll(BRACKETS)) {
    const [before] = around(match);
    found.push(acronym(before, match[1]) ?? acronym(match[1], before));
  }
  for (const match of text.matchAll(EQUALS)) {
    const [before, after] = around(match);
    const pair = [WORD_BEFORE.exec(before)?.[1], PHRASE_AFTER.exec(after)?.[1]];
    found.push(pair.every(Boolean) ? pair : null);
  }
  return found.filter(Boolean);
}

/** The pair if the last word of `short` has the initials of the last words of `long`, else null. */
function acronym(short, long) {
  const letters = short.trim().split(/\s+/).at(-1);
  if (!/^\p{L}[\p{L}\p{N}/+-]{1,7}$/u.test(letters) || letters.slice(1) === letters.slice(1).toLowerCase()) return null;
  const initials = [...letters.toLowerCase()].filter((letter) => /\p{L}/u.test(letter));
  const all = long.trim().split(/[\s-]+/);
  for (let from = 0; from < all.length; from++) {
    const named = all.slice(from).filter((word) => !/^(?:of|the|and|for|de|des|du|et|und|y)$/i.test(word));
    if (named.length === initials.length && named.every((word, i) => word.toLowerCase().startsWith(initials[i]))) return [letters, all.slice(from).join(" ")];
  }
  return null;
}

/** Return a body as plain text, without the marks of Markdown or, where the server rendered it, of HTML. */
export function textOf(body) {
  if (/^\s*<[a-z]/i.test(body)) return new DOMParser().parseFromString(body, "text/html").body.textContent; // runs and loads nothing
  return body
    .replace(/^[ \t]*(?:```|~~~).*$/gm, "")
    .replace(/^ {0,3}(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*/g, "$1$2")
    .replace(/`+([^`\n]+)`+/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, "$1");
}
