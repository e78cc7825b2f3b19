"""A random walk through an interview: everybody tries everything, what is rare is tried more often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random

import msgspec

from server.core import commands as c
from server.core import views
from server.core.case import Events
from server.core.interview import ROLES, STAGES, Role, Seat
from server.core.permissions import TABLE, May, allowed
from server.core.refusals import Refused
from tests.core.canaries import canary, deck
from tests.core.room import Room
from tests.core.shown import Shown

Pair = tuple[type[c.Command], Role]
PAIRS: tuple[Pair, ...] = tuple(
    (command, role) for command, row in TABLE.items() for role in ROLES if allowed(row, role) is not May.NO
)
# How often a step moves the interview on: most rules need an open round.
MOVES: dict[str, tuple[float, tuple[type[c.Command], ...]]] = {
    "lobby": (0.1, (c.Start,)),
    "live": (0.03, (c.End,)),
    "wrapup": (0.15, (c.Release, c.Reopen)),
    "released": (0.5, (c.Reopen,)),
}
ASK_WHEN_NOTHING_IS_OPEN = 0.5
LACKING = {"q2": ("guidance",), "q3": ("answer", "example")}
EXTRA_PERCENT = 37


class Walk:
    """One interview on 24 questions of canaries, walked until `length` commands were accepted and checked."""

    def __init__(self, seed: int, length: int) -> None:
        self.random = Random(seed)
        self.room = Room(
            deck(24, without=LACKING),
            answering=self.random.choice(["typed", "both", "spoken"]),
            expiry=self.random.choice(["soft", "hard", "hard"]),
            on_lost=self.random.choice(["freeze", "run"]),
            show_count=self.random.random() < 0.7,
            think_s=self.random.choice([0, 10]),
            answer_s=30,
        )
        self.shown = Shown(self.room.content, self.room.interview.options)
        self.accepted: Counter[Pair] = Counter()
        self.tried: Counter[Pair] = Counter()
        self.trail: list[str] = []
        self.views = 0
        self.length = length

    def run(self) -> Walk:
        """Walk.

        Raises:
            Leak: Somebody saw what was not shown to them; the last steps are in its notes.
        """
        try:
            for role in ("interviewer", "candidate", "observer", "observer"):
                self.give("s1", c.Invite(role=role))
            for seat in ("s3", "s4", "s5"):
                self.give(seat, self.join())
            while self.accepted.total() < self.length:
                self.step()
        except AssertionError as leak:
            leak.add_note("\n".join(self.trail[-40:]))
            raise
        return self

    def step(self) -> None:
        """Let something happen: time, a lost line, or a command."""
        if self.random.random() < 0.15:
            self.happen()
            return
        pair = self.choice()
        self.tried[pair] += 1
        command, role = pair
        seat = self.somebody(role)
        if allowed(TABLE[command], role) is May.LEAD and self.random.random() < 0.95:
            seat = self.room.interview.lead
        self.prepare(command, seat)
        self.give(seat, MAKE[command](self))

    def choice(self) -> Pair:
        """Choose what is tried next: of three commands the one accepted least so far, or what moves things on."""
        status = self.room.interview.status
        often, moves = MOVES[status]
        if self.random.random() < often:
            return self.random.choice(moves), "interviewer"
        if status == "live" and not self.shown.open and self.random.random() < ASK_WHEN_NOTHING_IS_OPEN:
            return c.Ask, "interviewer"
        if self.random.random() < 0.03:
            return self.random.choice(PAIRS)[0], self.random.choice(ROLES)
        steady = [pair for pair in PAIRS if pair[0] not in moves and status in TABLE[pair[0]].when]
        return min(self.random.choices(steady, k=3), key=lambda pair: 3 * self.accepted[pair] + self.tried[pair])

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
        if command in (c.OfferLate, c.AcceptLate) and self.room.interview.options.expiry == "hard":
            self.look(self.room.wait(45))
        if command is c.AcceptLate:
            self.give(self.somebody("candidate"), MAKE[c.OfferLate](self))

    def look(self, events: Events) -> None:
        """Check every seat's view, the empty and the removed ones' as well."""
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

    def somebody(self, role: Role) -> str:
        """Return a seat of the role, mostly one that is taken and not removed."""
        seats = [seat for seat in self.room.interview.seats if seat.role == role]
        present = [seat for seat in seats if seat.joined and not seat.removed]
        return self.random.choice(present if present and self.random.random() < 0.95 else seats).id

    def join(self) -> c.Join:
        return c.Join(name=f"Name {self.random.random():.6f}", extra_percent=self.random.choice([0, EXTRA_PERCENT]))

    def question(self) -> str:
        """Return a question that was not asked, or was skipped; now and then any."""
        asked = {round.question for round in self.room.interview.rounds if round.state != "skipped"}
        fresh = [question.id for question in self.room.content.questions if question.id not in asked]
        return self.random.choice(fresh) if fresh else "q1"

    def round_id(self) -> int:
        return self.random.randint(1, len(self.room.interview.rounds) or 1)

    def late_round(self) -> int:
        cut_off = [round.id for round in self.room.interview.rounds if round.expired_ms]
        return self.random.choice(cut_off) if cut_off else 1

    def plan(self) -> tuple[str, ...]:
        return tuple({self.question() for _ in range(self.random.randrange(4))})

    def expendable(self) -> str:
        """Return a seat that can be removed with others of its role left, else one that can't."""
        seats = [seat for seat in self.room.interview.seats if not seat.removed and seat.id != self.shown.lead]
        taken = Counter(seat.role for seat in seats if seat.joined)
        spare = [seat.id for seat in seats if not seat.joined or taken[seat.role] > 1]
        return self.random.choice(spare) if spare else "s1"

    def scarce(self) -> Role:
        """Return the role with the fewest participants."""
        seats = Counter(seat.role for seat in self.room.interview.seats if not seat.removed)
        return min(ROLES, key=lambda role: seats[role])

    def feedback(self) -> c.GiveFeedback:
        texts = [canary("feedback", f"{len(self.trail)}-{number}") for number in range(3)]
        return c.GiveFeedback(keep=tuple(texts[:1]), stop=tuple(texts[1:2]), start=tuple(texts[2:]))


MAKE: dict[type[c.Command], Callable[[Walk], c.Command]] = {
    c.Join: Walk.join,
    c.Rename: lambda walk: c.Rename(name=f"Name {walk.random.random():.6f}"),
    c.Invite: lambda walk: c.Invite(role=walk.scarce()),
    c.ReplaceLink: lambda walk: c.ReplaceLink(seat=walk.expendable()),
    c.Remove: lambda walk: c.Remove(seat=walk.expendable()),
    c.Plan: lambda walk: c.Plan(questions=walk.plan()),
    c.Start: lambda walk: c.Start(),
    c.Ask: lambda walk: c.Ask(question=walk.random.choice([None, walk.question()])),
    c.Begin: lambda walk: c.Begin(),
    c.Skip: lambda walk: c.Skip(),
    c.Close: lambda walk: c.Close(),
    c.Pause: lambda walk: c.Pause(),
    c.Resume: lambda walk: c.Resume(),
    c.Extend: lambda walk: c.Extend(seconds=walk.random.choice([5, 30, 120])),
    c.RevealStage: lambda walk: c.RevealStage(stage=walk.random.choice(STAGES), ahead=walk.random.random() < 0.5),
    c.Submit: lambda walk: c.Submit(),
    c.OfferLate: lambda walk: c.OfferLate(round=walk.late_round(), text=canary("late", "text")),
    c.AcceptLate: lambda walk: c.AcceptLate(round=walk.late_round()),
    c.SendSignal: lambda walk: c.SendSignal(
        signal=walk.random.choice(["moment", "hint"]), on=walk.random.random() < 0.6
    ),
    c.Tick: lambda walk: c.Tick(round=walk.round_id(), point=walk.random.randrange(4), on=walk.random.random() < 0.7),
    c.Note: lambda walk: c.Note(round=walk.round_id(), released=walk.random.random() < 0.6),
    c.SetMark: lambda walk: c.SetMark(
        round=walk.round_id(), dimension="depth", value=walk.random.choice([None, 1, 2, 3, 4])
    ),
    c.GiveFeedback: Walk.feedback,
    c.PassLead: lambda walk: c.PassLead(seat=walk.somebody("interviewer")),
    c.TakeLead: lambda walk: c.TakeLead(),
    c.End: lambda walk: c.End(),
    c.Release: lambda walk: c.Release(show_answers=walk.random.random() < 0.7),
    c.Reopen: lambda walk: c.Reopen(),
}
