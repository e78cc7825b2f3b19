// Splices of a typed text: pure. A splice is {at, remove, insert}; positions count Unicode code points, as the server's do.

/** Count the code points of `text`. */
export function length(text) {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if (isPair(text, i)) {
      count--;
      i++;
    }
  }
  return count;
}

/**
 * Find the one splice that turns `before` into `after`.
 * @returns {{at: number, remove: number, insert: string} | null} null when they are equal.
 */
export function diff(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (isPair(before, start - 1) || isPair(after, start - 1)) start--; // never between the halves of a pair
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end && (isPair(before, before.length - end - 1) || isPair(after, after.length - end - 1))) end--;
  return {
    at: length(before.slice(0, start)),
    remove: length(before.slice(start, before.length - end)),
    insert: after.slice(start, after.length - end),
  };
}

/** Apply a splice to a text. */
export function apply(text, splice) {
  const from = offset(text, splice.at);
  return text.slice(0, from) + splice.insert + text.slice(offset(text, splice.at + splice.remove, from, splice.at));
}

/**
 * Carry `mine` over `theirs`, both made on the same text, so that it can be applied after `theirs`.
 * What either side inserted stays; what both removed is removed once. At the same spot theirs comes first.
 */
export function rebase(mine, theirs) {
  const added = length(theirs.insert);
  const mineEnd = mine.at + mine.remove;
  const theirsEnd = theirs.at + theirs.remove;
  if (mineEnd < theirs.at || (mineEnd === theirs.at && mine.remove > 0)) return mine;
  if (mine.at >= theirsEnd) return { ...mine, at: mine.at + added - theirs.remove };
  const left = Math.max(0, theirs.at - mine.at); // what is still mine to remove, before and behind theirs
  const right = Math.max(0, mineEnd - theirsEnd);
  if (left && right) return { at: mine.at, remove: left + added + right, insert: mine.insert + theirs.insert };
  if (left) return { at: mine.at, remove: left, insert: mine.insert };
  return { at: theirs.at + added, remove: right, insert: mine.insert };
}

/**
 * Merge what was typed here with what came from the server, both grown from `base`.
 * @returns {{text: string, splice: object | null}} the merged text, and what is still to be sent on top of `remote`.
 */
export function merge(base, local, remote) {
  if (local === remote) return { text: remote, splice: null }; // both made the same change
  const mine = diff(base, local);
  const theirs = diff(base, remote);
  if (!mine) return { text: remote, splice: null };
  const splice = theirs ? rebase(mine, theirs) : mine;
  return { text: apply(remote, splice), splice };
}

/** Carry a caret (a UTF-16 offset into `before`) to where it belongs in `after`. */
export function carry(caret, before, after) {
  const splice = diff(before, after);
  if (!splice) return caret;
  const from = offset(before, splice.at);
  const to = offset(before, splice.at + splice.remove);
  if (caret <= from) return caret;
  return caret >= to ? caret + after.length - before.length : Math.min(caret, from + splice.insert.length);
}

function isPair(text, i) {
  return i >= 0 && (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}

/** The UTF-16 offset of code point `points`, counted on from `i`, which is code point `count`. */
function offset(text, points, i = 0, count = 0) {
  while (count < points && i < text.length) {
    i += isPair(text, i) ? 2 : 1;
    count++;
  }
  return i;
}
