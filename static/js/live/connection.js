// The connection of a page to the server. The only file that knows Socket.IO.
import { io } from "socket.io-client";
import { Lane } from "./lane.js";

const ANSWER_MS = 8000;
const SYNC_MS = 5000;
const RETRY_MS = 300;
const LONGEST_RETRY_MS = 1500;
const TOKEN_MS = 5000;

/** Make an id that is unique per request; works on plain http, where there is no crypto.randomUUID. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Connect and stay connected.
 * @param {{query: object, token: string}} place what the address names, {interview} or {wall}; where tokens are given
 * @param {object} on callbacks: events (a function for each event that the server sends), state(name, message),
 *   trouble(code), sample(round trip), known() -> what a sync tells the server, synced()
 */
export function connect({ query, token }, on) {
  let gone = false;
  let refusals = 0;
  let waiting = [];

  const socket = io({
    query,
    auth: authenticate,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: RETRY_MS,
    reconnectionDelayMax: LONGEST_RETRY_MS,
    randomizationFactor: 0.5,
    timeout: ANSWER_MS,
  });

  async function authenticate(answer) {
    try {
      const response = await fetch(token, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        signal: AbortSignal.timeout(TOKEN_MS),
      });
      if (response.status === 404 || response.status === 403) return end();
      if (!response.ok) throw new Error(String(response.status));
      answer(await response.json());
    } catch {
      socket.disconnect();
      retry();
    }
  }

  function retry() {
    const wait_ms = Math.min(RETRY_MS * 2 ** refusals++, LONGEST_RETRY_MS);
    setTimeout(() => gone || socket.connected || socket.connect(), wait_ms * (0.75 + Math.random() / 2));
  }

  function end(message) {
    gone = true;
    socket.disconnect();
    on.state("gone", message ?? "This link is no longer valid.");
  }

  function online() {
    return socket.connected ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  }

  const emit = (event, payload) => socket.timeout(ANSWER_MS).emitWithAck(event, payload);
  const commands = new Lane(emit, online, on.trouble);
  const calls = new Lane(emit, online, () => {}); // what troubles a call, the call says
  const lanes = new Map();

  async function sync() {
    if (!socket.connected) return;
    const sent_ms = performance.now();
    try {
      const answer = await emit("sync", on.known());
      if (!answer.ok) return;
      on.sample({ sent_ms, received_ms: performance.now(), server_ms: answer.now_ms });
      on.synced();
    } catch {
      // the next one will tell
    }
  }

  socket.on("connect", async () => {
    refusals = 0;
    on.state("online");
    await sync();
    for (const resolve of waiting.splice(0)) resolve();
    for (let i = 0; i < 4; i++) await sync(); // a good offset needs a few round trips
  });
  socket.on("disconnect", (reason) => {
    if (gone) return;
    on.state("lost");
    if (reason === "io server disconnect") retry();
  });
  socket.on("connect_error", (error) => {
    if (error.data?.code === "gone") return end(error.data.message);
    if (!gone) on.state("lost");
    if (!socket.active && !gone) retry();
  });
  socket.on("closed", ({ message }) => end(message));
  for (const [event, take] of Object.entries(on.events)) socket.on(event, take);

  setInterval(sync, SYNC_MS);
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  window.addEventListener("online", () => gone || socket.connected || socket.connect());

  return {
    /** Send a command; resolves with {ok, rev} or {ok: false, code, message}. */
    command: (command) => commands.send("command", { id: newId(), command }),
    /** Ask for the same in several rooms; resolves with {ok, rooms} or {ok: false, code, message}. */
    act: (rooms, command) => commands.send("act", { id: newId(), rooms, command }),
    /** Send a splice of a typed text, in the order of that text. */
    draft(payload) {
      const key = `${payload.text}:${payload.round}`;
      if (!lanes.has(key)) lanes.set(key, new Lane(emit, online, on.trouble));
      return lanes.get(key).send("draft", payload);
    },
    /** Carry a message of a call to another seat; resolves with {ok} or {ok: false, code, message}. */
    call: (message) => calls.send("call", message),
    sync,
  };
}
