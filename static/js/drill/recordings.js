// What was spoken in drills, kept in this browser alone. An answer is parts (a pause or a refresh begins another), a part the
// chunks in which it came; a part's row is written together with each of its chunks, so that a crash leaves both or neither.
import { signal } from "@preact/signals";

const NAME = "greenroom-recordings";
const KEY = ["drill", "place", "started_ms"];

export const changes = signal(0); // grows whenever recordings were kept or deleted, in whichever tab

const tabs = new BroadcastChannel(NAME);
tabs.onmessage = () => (changes.value += 1);
let opening = null;

/** List the parts of an answer, as {blob, length_ms, started_ms}, in the order in which they were spoken. */
export async function find(drill, place) {
  const those = of(drill, place);
  const [parts, keys, chunks] = await work("readonly", (stores) => [stores.parts.getAll(those), stores.chunks.getAllKeys(those), stores.chunks.getAll(those)]);
  return parts.map(({ started_ms, length_ms, type }) => {
    const mine = chunks.filter((_, index) => keys[index][2] === started_ms);
    return { blob: new Blob(mine, { type }), length_ms, started_ms };
  });
}

/**
 * Write the next chunk of a part.
 * @param {{drill: string, place: number, started_ms: number, type: string, length_ms: number, bytes: number}} part with this chunk
 * @param {number} number of the chunk, from 0
 * @throws {Error} "QuotaExceededError"; "deleted" when the part was deleted meanwhile: a rest can't be played
 */
export async function append(part, number, chunk) {
  const key = KEY.map((each) => part[each]);
  await work("readwrite", ({ parts, chunks }) => {
    const before = parts.count(key);
    before.onsuccess = () => {
      if (number > 0 && !before.result) return parts.transaction.abort();
      chunks.put(chunk, [...key, number]);
      parts.put(part);
    };
    return [];
  });
}

/** Say that a part is complete. */
export function tellKept() {
  changes.value += 1;
  tabs.postMessage("changed");
}

/** Delete what was recorded of an answer. */
export async function drop(drill, place) {
  const those = of(drill, place);
  await work("readwrite", ({ parts, chunks }) => [parts.delete(those), chunks.delete(those)]);
  tellKept();
}

/** Delete all recordings of this browser. */
export async function dropAll() {
  await work("readwrite", ({ parts, chunks }) => [parts.clear(), chunks.clear()]);
  tellKept();
}

/** Return how much is kept: {bytes, count}, where `count` is of answers. */
export async function total() {
  const [parts] = await work("readonly", (stores) => [stores.parts.getAll()]);
  const answers = new Set(parts.map(({ drill, place }) => `${drill} ${place}`));
  return { bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), count: answers.size };
}

/** Tell whether the browser keeps them until they are deleted here. */
export async function lasting() {
  return Boolean(await navigator.storage?.persisted?.());
}

/** Ask the browser to keep them until they are deleted here. Some ask the person first. */
export async function askToPersist() {
  return Boolean(await navigator.storage?.persist?.());
}

function of(drill, place) {
  return IDBKeyRange.bound([drill, place], [drill, place, []]); // a list comes after every number
}

async function work(mode, does) {
  const database = await open();
  return new Promise((resolve, reject) => {
    // "strict": on the disk before it counts as written, whatever the system's memory held.
    const transaction = database.transaction(["parts", "chunks"], mode, { durability: "strict" });
    let requests = [];
    transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
    transaction.onabort = () => reject(transaction.error ?? Object.assign(new Error("deleted"), { name: "deleted" }));
    requests = does({ parts: transaction.objectStore("parts"), chunks: transaction.objectStore("chunks") });
  });
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("parts", { keyPath: KEY });
      request.result.createObjectStore("chunks");
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => (opening = null);
      database.onversionchange = () => { // “Forget me here” deletes it
        database.close();
        opening = null;
      };
      resolve(database);
    };
  });
  opening.catch(() => (opening = null));
  return opening;
}
