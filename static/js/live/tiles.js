// A room at a glance, as the server tells it (Tile in docs/protocol.json), and who of many rooms needs somebody: pure.

const ROLES = { i: "interviewer", c: "candidate", o: "observer", s: "soloist" };
const PRESENCE = ["not here yet", "lost", "here"];

/** Read a tile. Instants are ms on the server's clock. */
export function readTile([rev, status, seats, more, round, asked, wrap_up_due_ms]) {
  return {
    rev,
    status,
    seats: seats.map(([role, name, presence]) => ({ role: ROLES[role], name, presence: PRESENCE[presence] })),
    more,
    round: round && readRound(round),
    asked,
    wrap_up_due_ms,
  };
}

function readRound([number, title, stage, handedIn, pointsOpen, points, phase, runs, clock_ms, moment_ms, hint_ms]) {
  return { number, title, stage, handedIn, pointsOpen, points, moment_ms, hint_ms, clock: { phase, ...(runs ? { deadline_ms: clock_ms } : { left_ms: clock_ms }) } };
}

/** Keep the newer of two tiles. */
export function newer(known, tile) {
  return known && tile && known.rev > tile.rev ? known : tile;
}

/**
 * Say why a room needs somebody, the most urgent first: signals raised, connections lost, clocks that ran over. Nothing is
 * inferred from silence.
 * @returns {{kind: string, says: string, since_ms: number}[]}
 */
export function needs(tile, now_ms) {
  if (!tile || tile.status !== "live") return [];
  const { round, seats } = tile;
  const found = [];
  if (round?.hint_ms) found.push({ kind: "signal", says: "asks for a hint", since_ms: round.hint_ms });
  if (round?.moment_ms) found.push({ kind: "signal", says: "needs a moment", since_ms: round.moment_ms });
  for (const seat of seats) if (seat.presence === "lost") found.push({ kind: "lost", says: `${seat.name || seat.role} has lost the connection`, since_ms: now_ms });
  if (over(round, now_ms)) found.push({ kind: "over", says: "the clock has run over", since_ms: round.clock.deadline_ms ?? now_ms });
  return found;
}

function over(round, now_ms) {
  if (!round || round.handedIn || round.clock.phase !== "answer") return false;
  return round.clock.deadline_ms === undefined ? round.clock.left_ms < 0 : round.clock.deadline_ms < now_ms;
}

const URGENCY = { signal: 0, lost: 1, over: 2 };

/** Order rooms that need somebody: by the kind of need, then who waits longest, then as they stand in the class. */
export function mostUrgentFirst(rooms) {
  return [...rooms].sort((one, other) => URGENCY[one.needs[0].kind] - URGENCY[other.needs[0].kind] || one.needs[0].since_ms - other.needs[0].since_ms || one.place - other.place);
}

/**
 * Say what became of something that was asked for in several rooms: where it is done, and where not, by reason.
 * @param {object} rooms the acknowledgement's, by id
 * @param {(id: string) => string} nameOf
 */
export function became(rooms, nameOf) {
  const all = Object.entries(rooms);
  const refused = all.filter(([, one]) => !one.ok);
  const done = all.length - refused.length;
  const parts = done ? [`Done in ${done} ${done === 1 ? "room" : "rooms"}.`] : [];
  for (const [reason, those] of byReason(refused)) parts.push(`Not in ${those.map(([id]) => nameOf(id)).join(", ")}: ${reason}`);
  return parts.join(" ");
}

function byReason(refused) {
  const reasons = new Map();
  for (const each of refused) reasons.set(each[1].message, [...(reasons.get(each[1].message) ?? []), each]);
  return reasons;
}
