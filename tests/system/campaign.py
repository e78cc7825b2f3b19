"""A campaign of faults: people interview each other while everything under them is killed, and nothing may be lost.

In half of the rooms the interviewer extends the clock again and again, by a number of seconds not used before; in the
other half think and answer time run out, and the next question is asked. Every candidate types words that nobody
has typed before. So the log and the text tell of every acknowledged command and keystroke whether it is there once, and
of every deadline whether it fired once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import redis

from server.core.events import AnsweringBegan, AnyEvent, Extended, TimeExpired
from server.core.evolve import evolve
from server.live.held import decode_interview
from server.store.keys import TIMERS, keys_of
from tests.client import Client, Seat, make_interview
from tests.system.world import OneServer, TwoWorkers

BACK_S = 15.0
HUNG_S = 3.0
ROOMS = 4


@dataclass
class Room:
    """One interview, its two people, and what they were told is done."""

    interviewer: Client
    candidate: Client
    first: bytes
    extended: list[int] = field(default_factory=list)
    typed: dict[int, list[str]] = field(default_factory=dict)
    in_flight: int = 0

    @property
    def id(self) -> str:
        return self.interviewer.seat.interview


@dataclass
class Outcome:
    """What a campaign came to."""

    faults: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    commands: int = 0
    words: int = 0
    deadlines: int = 0
    slowest_back_s: float = 0.0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        return (
            f"{self.faults.total()} faults ({kinds}), {self.in_flight} with commands in flight\n"
            f"{self.commands} commands and {self.words} splices acknowledged, {self.deadlines} deadlines fired; "
            f"back within {self.slowest_back_s:.1f} s of being reachable\n"
            f"lost, doubled or out of order: {len(self.lost)}" + "".join(f"\n  {line}" for line in self.lost[:20])
        )


async def campaign(
    world: OneServer | TwoWorkers,
    faults: list[str],
    seed: int,
    *,
    resends: bool = True,
    syncs: bool = True,
    see_to_end: bool = True,
) -> Outcome:
    """Play `ROOMS` interviews in `world`, let each of `faults` happen once, in an order that `seed` gives, and look.

    Args:
        faults: "server", "valkey", "subscription", "client": what is killed or cut; "hung server", "hung valkey": what
            stands still for three seconds.
        resends, syncs: as for `Client`.
        see_to_end: whether both sides have to come back to the same revision after each fault.
    """
    chance = random.Random(seed)
    order = faults.copy()
    chance.shuffle(order)
    outcome = Outcome()
    async with contextlib.AsyncExitStack() as stack:
        rooms = [await _open(world, stack, resends=resends, syncs=syncs) for _ in range(ROOMS)]
        playing = asyncio.Event()
        playing.set()
        players = [asyncio.create_task(_answer(room, playing)) for room in rooms]
        players += [asyncio.create_task(_extend(room, playing)) for room in rooms[::2]]
        players += [asyncio.create_task(_run_out(room, playing)) for room in rooms[1::2]]
        try:
            for number, fault in enumerate(order):
                await asyncio.sleep(chance.uniform(0.1, 0.4))
                if number % 5 == 4:
                    playing.clear()
                    await _until(lambda: not any(room.in_flight for room in rooms))
                else:
                    await _until(lambda: any(room.in_flight for room in rooms))
                outcome.in_flight += any(room.in_flight for room in rooms)
                outcome.faults[fault] += 1
                since_s = await _hurt(world, fault, rooms, chance)
                playing.set()
                if see_to_end:
                    await _all_back(rooms)
                    outcome.slowest_back_s = max(outcome.slowest_back_s, time.monotonic() - since_s)
            await asyncio.sleep(1)
            playing.clear()
            await _until(lambda: not any(room.in_flight for room in rooms))
        except TimeoutError:
            outcome.lost.append(f"after {outcome.faults.total()} faults: an answer did not come in {BACK_S:.0f} s")
        finally:
            for player in players:
                player.cancel()
            ends = await asyncio.gather(*players, return_exceptions=True)
            outcome.lost += [f"somebody gave up: {end!r}" for end in ends if isinstance(end, Exception)]
        await _judge(world, rooms, outcome)
    return outcome


async def _open(world: OneServer | TwoWorkers, stack: contextlib.AsyncExitStack, **how: bool) -> Room:
    options = ("--answering", "typed", "--think-s", "1", "--answer-s", "5", "--questions", "24", "--on-lost", "run")
    links = make_interview(world.var_dir, world.workers[0].port, *options)
    there = links["candidate"].replace(f":{world.workers[0].port}/", f":{world.workers[-1].port}/")
    seats = [await asyncio.to_thread(Seat, link, "Ada or Bo") for link in (links["interviewer"], there)]
    interviewer, candidate = [await stack.enter_async_context(Client(seat, **how)) for seat in seats]
    await interviewer.command("start")
    await interviewer.command("ask")
    return Room(interviewer, candidate, _first_state(world, interviewer.seat.interview))


def _first_state(world: OneServer | TwoWorkers, id: str) -> bytes:
    """Return the state as it was kept before anybody entered."""
    with contextlib.closing(sqlite3.connect(world.var_dir / "greenroom.sqlite")) as records:
        state: bytes
        (state,) = records.execute("SELECT state FROM interviews WHERE id = ?", (id,)).fetchone()
        return state


async def _extend(room: Room, playing: asyncio.Event) -> None:
    """Extend again and again by a number of seconds not used yet; ask the next question now and then."""
    for number in range(5, 1800):
        await playing.wait()
        room.in_flight += 1
        try:
            answer = await room.interviewer.command("extend", seconds=number)
            if answer["ok"]:
                room.extended.append(number)
            if number % 60 == 0:
                await room.interviewer.command("ask")
        finally:
            room.in_flight -= 1
        await asyncio.sleep(0.02)


async def _run_out(room: Room, playing: asyncio.Event) -> None:
    """Wait until the time is over, and ask the next question."""
    while True:
        if room.interviewer.view["round"]["clock"].get("over"):
            await playing.wait()
            await room.interviewer.command("ask")
        await asyncio.sleep(0.1)


async def _answer(room: Room, playing: asyncio.Event) -> None:
    """Type one new word after the other into whatever round is open."""
    client = room.candidate
    word = 0
    while True:
        await playing.wait()
        round = (client.view.get("round") or {}).get("id")
        if round is None:
            await asyncio.sleep(0.02)
            continue
        word += 1
        room.in_flight += 1
        try:
            answer = await client.type(round, f"w{word}é ")
            if answer["ok"]:
                room.typed.setdefault(round, []).append(f"w{word}é")
        finally:
            room.in_flight -= 1
        await asyncio.sleep(0.02)


async def _hurt(world: OneServer | TwoWorkers, fault: str, rooms: list[Room], chance: random.Random) -> float:
    """Do harm; return when all was reachable again."""
    if fault == "server":
        worker = chance.choice(world.workers)
        await asyncio.to_thread(worker.kill9)
        await asyncio.to_thread(worker.start)
    elif fault == "valkey":
        await asyncio.to_thread(world.kill_valkey)
        await _until(lambda: _answers(world))
    elif fault in ("hung server", "hung valkey"):
        pid = world.valkey_pid() if fault == "hung valkey" else chance.choice(world.workers).pid
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(HUNG_S)
        os.kill(pid, signal.SIGCONT)
    elif fault == "subscription":
        world.redis().execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    else:
        room = chance.choice([room for room in rooms if room.in_flight] or rooms)
        await chance.choice((room.interviewer, room.candidate)).drop()
    return time.monotonic()


def _answers(world: OneServer | TwoWorkers) -> bool:
    try:
        return bool(world.redis().ping())
    except redis.RedisError:
        return False


async def _all_back(rooms: list[Room]) -> None:
    """Wait until each side of each room has an answer that was given after now, and both agree."""

    async def back(room: Room) -> None:
        rev = 0
        for client in (room.interviewer, room.candidate):
            while not ((answer := await client.sync()) and answer["ok"]):  # "not saved" is an answer, too
                await asyncio.sleep(0.05)
            rev = max(rev, answer["rev"])
        for client in (room.interviewer, room.candidate):
            await client.until(lambda one: one.view["rev"] >= rev, BACK_S)

    async with asyncio.timeout(BACK_S):
        await asyncio.gather(*(back(room) for room in rooms))


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(BACK_S):
        while not condition():
            await asyncio.sleep(0.005)


async def _judge(world: OneServer | TwoWorkers, rooms: list[Room], outcome: Outcome) -> None:
    """Compare what was acknowledged with what is there."""
    store = world.redis()
    await asyncio.gather(*(_judge_screens(room, outcome) for room in rooms))
    for room in rooms:
        outcome.commands += len(room.interviewer.acknowledged) + len(room.candidate.acknowledged)
        outcome.words += sum(map(len, room.typed.values()))
        fields = store.hgetall(keys_of(room.id).hash.decode())
        _, *entries = [json.loads(fields["e"]) for _, fields in store.xrange(keys_of(room.id).log.decode())]
        if not fields:
            outcome.lost.append(f"{room.id}: all of it")
            continue
        _judge_commands(room, [entry for entry in entries if "events" in entry], fields, outcome)
        _judge_words(room, fields, outcome)
    due = [row for key in TIMERS for row in store.zrange(key.decode(), 0, -1, withscores=True)]
    overdue = [id for id, at_ms in due if at_ms < time.time() * 1000 - 2000]
    outcome.lost += [f"{id}: a timer is overdue" for id in overdue]


def _judge_commands(room: Room, commits: list[dict[str, Any]], fields: dict[str, str], outcome: Outcome) -> None:
    revs = [commit["rev"] for commit in commits]
    if not revs or revs != list(range(revs[0], revs[0] + len(revs))) or revs[-1] != int(fields["rev"]):
        outcome.lost.append(f"{room.id}: the log has gaps or doubles, so it can't be replayed")
        return
    events = [msgspec.convert(event, AnyEvent) for commit in commits for event in commit["events"]]
    try:
        replayed = evolve(decode_interview(room.first), events)
    except AssertionError:  # of a round that the log does not open
        replayed = None
    if replayed != decode_interview(fields["state"]):
        outcome.lost.append(f"{room.id}: the log does not lead to the state that is stored")
    askers = {commit["rev"]: commit["by"] for commit in commits}
    for client in (room.interviewer, room.candidate):
        strange = [rev for _, rev in client.acknowledged if askers.get(rev) != client.seat.id]
        if strange:
            outcome.lost.append(f"{room.id}: {client.seat.id} was told of revisions {strange}, which are not theirs")
    made = Counter(event.by_ms // 1000 for event in events if isinstance(event, Extended))
    for number in sorted(made.keys() | set(room.extended)):
        if made[number] != 1:
            outcome.lost.append(f"{room.id}: extend {number} is there {made[number]} times")
    fired = Counter((type(event).__name__, event.round) for event in events if isinstance(event, TimeExpired))
    if not room.extended:
        began = [event for event in events if isinstance(event, AnsweringBegan)]
        fired.update((type(event).__name__, event.round) for event in began)
    outcome.deadlines += fired.total()
    for (name, round), count in fired.items():
        if count > 1:
            outcome.lost.append(f"{room.id}: {name} of round {round} fired {count} times")


def _judge_words(room: Room, fields: dict[str, str], outcome: Outcome) -> None:
    for round, words in room.typed.items():
        there = fields.get(f"text:answer:{round}", "").split()
        if [word for word in there if word in set(words)] != words or len(set(there)) != len(there):
            outcome.lost.append(f"{room.id}: the answer of round {round} is not what was acknowledged")


async def _judge_screens(room: Room, outcome: Outcome) -> None:
    """Both sides show the state that is stored."""
    for client in (room.interviewer, room.candidate):
        try:
            async with asyncio.timeout(10):
                while not await client.sync():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            outcome.lost.append(f"{room.id}: {client.seat.id} gets no answer")
    if room.interviewer.view["rev"] != room.candidate.view["rev"]:
        outcome.lost.append(f"{room.id}: the two sides see different revisions")
