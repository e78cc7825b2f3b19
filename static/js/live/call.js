// A call between two seats as a pure machine: what happened goes in; out come the call as it is then, and what is to be done.
// A call is null, or {phase, seat, id, video, peer, polite, steady, why}. `seat` is the other's, `peer` their device.

const MINUTE_MS = 60_000;
const LIMITS = {
  offering: { within_ms: 45_000, why: "no_answer" },
  ringing: { within_ms: MINUTE_MS, why: "missed" },
  connecting: { within_ms: 25_000, why: "no_way" },
};
const UNSTEADY = { within_ms: 20_000, why: "dropped" };
const SAID = new Set(["elsewhere", "declined", "no_way", "dropped", "left"]); // what a hang-up may give as its reason
const ENDS = {
  busy: (name) => `${name} is in another call.`,
  declined: (name) => `${name} can’t talk now.`,
  dropped: (name) => `The call with ${name} was lost.`,
  elsewhere: () => "The call was answered on another device of yours.",
  hung_up: (name) => `${name} has hung up.`,
  left: (name) => `${name} has left the page, and with it the call.`,
  missed: (name) => `${name} called, and no longer does.`,
  no_answer: (name) => `${name} did not answer.`,
  no_way: (name) => `No way was found between your computer and ${name}’s. Some networks allow none; a call link beside the room works there.`,
  nobody_there: (name) => `${name} is not connected at the moment.`,
  broken: (name) => `The call with ${name} could not be made.`,
};

/**
 * Read a message of the other side as an event; null when it makes no sense.
 * @param {{from: string, call: string, kind: string, data: string}} message
 * @param {string} device this device, as it named itself to the other side
 */
export function read(message, device) {
  try {
    const { device: theirs, to, ...data } = JSON.parse(message.data);
    return { type: "heard", kind: message.kind, seat: message.from, id: message.call, device: theirs, mine: !to || to === device, data };
  } catch {
    return null;
  }
}

/**
 * Take into a call what happened: "dial", "take", "refuse", "leave" and "dismiss" are pressed here, "heard" came from the
 * other side, "connected", "unsteady" and "fail" are told by the media.
 * @returns {{call: object | null, does: object[]}} `does`: send (a message), start (the media), signal (to them), close (them)
 */
export function step(call, event) {
  if (event.type === "heard") return hear(call, event);
  return HAPPENS[event.type](call, event);
}

/** Tell how long a call may stay as it is, and as what it ends then; null: for ever. */
export function limitOf(call) {
  if (call?.phase === "connected") return call.steady ? null : UNSTEADY;
  return LIMITS[call?.phase] ?? null;
}

/** Tell whether there is a call that has not ended. */
export function isOn(call) {
  return call !== null && call.phase !== "ended";
}

/** Say why a call ended. */
export function ending(call, name) {
  return (ENDS[call.why] ?? ENDS.broken)(name);
}

const START = { type: "start" };
const CLOSE = { type: "close" };
const now = (call, ...does) => ({ call, does });
const end = ({ seat, id, video }, why, ...does) => now({ phase: "ended", seat, id, video, why }, ...does, CLOSE);
const send = ({ seat, id, peer }, kind, data = {}) => ({ type: "send", message: { to: seat, call: id, kind }, data: { to: peer, ...data } });
const hasMedia = (call) => call?.phase === "connecting" || call?.phase === "connected";

const HAPPENS = {
  dial(call, { seat, id, video }) {
    if (isOn(call)) return now(call);
    const mine = { phase: "offering", seat, id, video };
    return now(mine, send(mine, "offer", { video }));
  },
  take: (call) => (call?.phase === "ringing" ? accept(call) : now(call)),
  refuse: (call) => (call?.phase === "ringing" ? now(null, send(call, "decline"), CLOSE) : now(call)),
  leave: (call, { why }) => (isOn(call) ? now(null, send(call, "hangup", { why }), CLOSE) : now(null)),
  dismiss: (call) => (isOn(call) ? now(call) : now(null)),
  connected: (call) => (hasMedia(call) ? now({ ...call, phase: "connected", steady: true }) : now(call)),
  unsteady: (call) => (call?.phase === "connected" ? now({ ...call, steady: false }) : now(call)),
  fail(call, { why }) {
    if (!isOn(call)) return now(call);
    return call.phase === "ringing" ? end(call, why) : end(call, why, send(call, "hangup", { why }));
  },
};

function accept(call) {
  const taken = { ...call, phase: "connecting", polite: true };
  return now(taken, send(taken, "accept"), START);
}

function hear(call, event) {
  if (event.kind === "offer") return hearOffer(call, event);
  if (!isOn(call) || event.id !== call.id || event.seat !== call.seat) return now(call);
  if (event.kind === "accept") return hearAccept(call, event);
  if (event.kind === "decline") {
    const why = event.data.busy ? "busy" : "declined";
    return call.phase === "offering" ? end(call, why, send(call, "hangup", { why: "declined" })) : now(call);
  }
  const theirs = event.mine && event.device === call.peer;
  if (event.kind === "hangup") return theirs ? hearHangup(call, event.data) : now(call);
  if (theirs && hasMedia(call)) return now(call, { type: "signal", data: event.data });
  // They speak with another device of ours, so that one was quicker.
  return event.mine || call.phase === "connected" || call.phase === "offering" ? now(call) : end(call, "elsewhere");
}

function hearOffer(call, { seat, id, device, data }) {
  const theirs = { phase: "ringing", seat, id, peer: device, video: data.video === true };
  if (id === call?.id) return now(call);
  if (!isOn(call)) return now(theirs);
  const decline = send(theirs, "decline", { busy: true });
  if (seat !== call.seat) return now(call, decline);
  if (call.phase === "ringing") return now(theirs, send(call, "decline", { busy: true })); // they loaded their page again
  if (call.phase === "connected" && !call.steady) return now(theirs, send(call, "hangup", { why: "dropped" }), CLOSE);
  if (call.phase !== "offering") return now(call, decline);
  if (call.id < id) return now(call); // both offered: of the two calls, the same one for both is taken
  const { call: taken, does } = accept(theirs);
  return now(taken, send(call, "hangup", { why: "elsewhere" }), ...does);
}

function hearAccept(call, { device }) {
  if (call.phase === "offering") return now({ ...call, phase: "connecting", peer: device, polite: false }, START);
  if (!hasMedia(call) || call.polite || device === call.peer) return now(call);
  return now(call, send({ ...call, peer: device }, "hangup", { why: "elsewhere" }));
}

function hearHangup(call, { why }) {
  const reason = SAID.has(why) ? why : "hung_up";
  if (call.phase === "ringing") return reason === "declined" ? now(null) : end(call, reason === "elsewhere" ? reason : "missed");
  return end(call, reason === "declined" ? "elsewhere" : reason);
}
