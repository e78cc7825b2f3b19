"""A random walk through an interview: everybody tries everything, what is rare is tried more often."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from random import Random

import msgspec
from msgspec import structs

from server.core import commands as c
from server.core import views
from server.core.case import Events
from server.core.interview import GUESTS, Interview, Role, Seat
from server.core.permissions import TABLE, May, allowed
from server.core.refusals import Refused
from tests.core.canaries import deck
from tests.core.room import Room
from tests.core.shown import Shown
from tests.core.wishes import Wishes

Pair = tuple[type[c.Command], Role]
SWAPS = (c.OfferSwap, c.AcceptSwap, c.Bring)
# What who swaps may do whatever they are now: the table's role is the one that they will have, or have had.
IN_EITHER_ROLE: tuple[Pair, ...] = tuple(
    (command, "candidate") for command in (c.Plan, c.Bring, c.GiveFeedback, c.Release, c.Reopen)
)
PAIRS: tuple[Pair, ...] = (
    *((command, role) for command, row in TABLE.items() for role in GUESTS if allowed(row, role) is not May.NO),
    *IN_EITHER_ROLE,
)
# How often a step moves the interview on: most rules need an open round.
MOVES: dict[str, tuple[float, tuple[type[c.Command], ...]]] = {
    "lobby": (0.05, (c.Start,)),
    "live": (0.03, (c.End,)),
    "wrapup": (0.15, (c.Release, c.Release, c.Reopen)),
    "released": (0.5, (c.Reopen,)),
}
RARE: tuple[Pair, ...] = (
    (c.AcceptLate, "interviewer"),
    (c.GiveFeedback, "candidate"),
    (c.AcceptSwap, "interviewer"),
    (c.AcceptSwap, "candidate"),
)
ASK_WHEN_NOTHING_IS_OPEN = 0.5
MOSTLY_IN_THE_LOBBY = tuple(
    pair for pair in PAIRS if (TABLE[pair[0]].when == ("lobby",) and pair[0] is not c.Start) or pair[0] is c.Bring
)
COACH = "s5"
"""An observer, who came in."""
COACHES = (
    c.Announce(text="Halfway"), c.WrapUp(seconds=600), c.WrapUp(seconds=None),
    c.SetPhase(name="First half", ends_ms=None), c.Extend(seconds=60), c.Pause(), c.Resume(), c.Close(), c.AcceptSwap(),
    c.Start(), c.ReplaceLink(seat="s4"),
)  # fmt: skip
LACKING = {"q2": ("guidance",), "q3": ("answer", "example")}
IN_A_ROUND = (c.Begin, c.Close, c.Pause, c.Resume, c.Extend, c.RevealStage, c.Submit, c.SendSignal)


class Walk(Wishes):
    """One interview on 28 questions of canaries, walked until `length` commands were accepted and checked.

    Half of them are swapped: each side has 12 questions of its own, and 4 are nobody's until somebody brings them.
    """

    def __init__(self, seed: int, length: int, *, swap: bool | None = None) -> None:
        self.random = Random(seed)
        self.swap = self.random.random() < 0.6 if swap is None else swap
        self.room = Room(
            deck(28, without=LACKING),
            swap=self.swap,
            answering=self.random.choice(["typed", "both", "spoken"]),
            expiry=self.random.choice(["soft", "hard", "hard"]),
            on_lost=self.random.choice(["freeze", "run"]),
            show_count=self.random.random() < 0.7,
            think_s=self.random.choice([0, 10]),
            answer_s=30,
        )
        if self.swap:
            self.deal()
        self.coach()
        self.shown = Shown(self.room.interview, self.room.content)
        self.made = self.room.interview
        self.commits: list[tuple[bytes, Interview]] = []
        self.accepted: Counter[Pair] = Counter()
        self.tried: Counter[Pair] = Counter()
        self.seat = "s1"
        self.trail: list[str] = []
        self.views = 0
        self.length = length

    def run(self) -> Walk:
        """Walk.

        Raises:
            Leak: Somebody saw what was not shown to them; the last steps are in its notes.
        """
        try:
            for role in ("interviewer", "interviewer", "observer", "observer" if self.swap else "candidate"):
                self.give("s1", c.Invite(role=role))
            for seat in ("s3", "s4", "s5"):
                self.give(seat, self.join())
            while self.accepted.total() < self.length:
                self.step()
        except AssertionError as leak:
            leak.add_note("\n".join(self.trail[-40:]))
            raise
        return self

    def deal(self) -> None:
        """Deal the questions into two halves."""
        ids = [question.id for question in self.room.content.questions]
        self.random.shuffle(ids)
        halves = {"a": tuple(ids[:12]), "b": tuple(ids[12:24])}
        self.room.first = structs.replace(self.room.first, halves=halves)
        self.room.interview = structs.replace(self.room.interview, halves=halves)

    def coach(self) -> None:
        """Let it be a room of a class, whose coach will come in to watch."""
        self.room.first = structs.replace(self.room.first, coach=COACH)
        self.room.interview = structs.replace(self.room.interview, coach=COACH)

    def step(self) -> None:
        """Let something happen: time, a lost line, or a command."""
        if self.random.random() < 0.15:
            self.happen()
            return
        if self.random.random() < 0.03:
            self.give(COACH, self.random.choice(COACHES))
            return
        pair = self.choice()
        self.tried[pair] += 1
        command, role = pair
        seat = self.somebody(role)
        if command in SWAPS or (command, role) in (*IN_EITHER_ROLE, (c.Prefer, "interviewer")):
            seat = self.side_of(role)
        if allowed(TABLE[command], role) is May.LEAD and self.random.random() < 0.95:
            seat = self.room.interview.lead
        self.prepare(command, seat)
        self.seat = seat
        self.give(seat, self.wish(command))

    def choice(self) -> Pair:
        """Choose what is tried next: of three commands the one accepted least so far, or what moves things on."""
        status = self.room.interview.status
        often, moves = MOVES[status]
        if self.random.random() < often:
            move = self.random.choice(moves)
            theirs = (move, "candidate") in IN_EITHER_ROLE and self.has_asked(self.side_of("candidate"))
            return move, "candidate" if theirs else "interviewer"
        if status == "live" and not self.shown.open and self.random.random() < ASK_WHEN_NOTHING_IS_OPEN:
            return c.Ask, "interviewer"
        if status == "lobby" and self.random.random() < 0.3:
            return self.random.choice(MOSTLY_IN_THE_LOBBY)
        if self.random.random() < 0.03:
            return self.random.choice(PAIRS)[0], self.random.choice(GUESTS)
        steady = [
            pair
            for pair in (*PAIRS, *RARE)
            if pair[0] not in moves
            and status in TABLE[pair[0]].when
            and (self.swap or (pair[0] not in SWAPS and pair not in IN_EITHER_ROLE))
        ]
        return min(self.random.choices(steady, k=3), key=lambda pair: 3 * self.accepted[pair] + self.tried[pair])

    def has_asked(self, seat: str) -> bool:
        """Tell whether somebody was an interviewer in any round."""
        return any(roles.get(seat) == "interviewer" for round, roles in self.shown.roles_in.items() if round)

    def give(self, seat: str, command: c.Command) -> None:
        """Give a command; when it changed something, look over everybody's shoulder."""
        try:
            events = self.room.participant(seat).gives(command)
        except Refused as refusal:
            self.trail.append(f"{seat} {command} refused: {refusal.code}")
            return
        self.trail.append(f"{seat} {command}")
        if events:
            self.accepted[type(command), self.shown.roles[seat]] += 1
            self.look(events)

    def happen(self) -> None:
        """Let time pass, a line break, or one come back."""
        who = self.room.participant(self.random.choice(list(self.shown.roles)))
        match self.random.randrange(4):
            case 0:
                self.look(self.room.wait(self.random.choice([0.02, 1, 4, 11, 31])))
            case 1:
                self.room.now_ms += 25  # and no poller
            case 2:
                self.look(self.room.lose(who, self.random.choice([0, 3, 9])))
            case 3:
                for id in self.shown.roles:
                    self.look(self.room.back(self.room.participant(id)))

    def prepare(self, command: type[c.Command], seat: str) -> None:
        """Bring about what a rare command needs."""
        lead = self.room.participant(self.room.interview.lead)
        if command is c.TakeLead and seat != lead.id:
            self.look(self.room.lose(lead))
            self.look(self.room.wait(31))
        if command is c.AcceptLate and not self.shown.open:
            self.give(lead.id, c.Ask(question=self.question()))
        if command in (c.OfferLate, c.AcceptLate) and self.room.interview.options.expiry == "hard":
            self.look(self.room.wait(45))
        if command is c.AcceptLate:
            self.give(self.somebody("candidate"), self.offer_late())
        if command is c.Resume:
            self.give(lead.id, c.Pause())
        if command in (c.OfferSwap, c.AcceptSwap) and self.random.random() < 0.9:
            self.give(lead.id, c.Close())
        if command is c.AcceptSwap and self.random.random() < 0.9:
            other: Role = "candidate" if self.shown.roles[seat] == "interviewer" else "interviewer"
            self.give(self.side_of(other), c.OfferSwap(on=True))
        if command is c.PassMarks and self.random.random() < 0.3:
            round = self.sealed_round()
            for judge in self.shown.judges(round) if self.room.interview.rounds else ():
                self.give(judge, c.PassMarks(round=round))
        if self.room.interview.status == "lobby" and command in IN_A_ROUND and self.shown.open is None:
            self.give(lead.id, c.WarmUp())

    def look(self, events: Events) -> None:
        """Check every seat's view, the empty and the removed ones' as well; keep what happened, as it is stored."""
        entry = {"rev": len(self.commits) + 1, "at_ms": self.room.now_ms, "by": "system", "events": events}
        self.commits.append((msgspec.json.encode(entry), self.room.interview))
        self.shown.record(events)
        for seat in self.room.interview.seats:
            seen = self.sees(seat)
            assert (seen is None) == (seat.id in self.shown.removed)
            if seen is not None:
                self.shown.check(seat.id, seen)
                self.views += 1

    def sees(self, seat: Seat) -> bytes | None:
        """Return a seat's view as it is sent, None if it has none."""
        with suppress(Refused):
            return msgspec.json.encode(views.view(self.room.interview, len(self.room.log), seat, self.room.content))
