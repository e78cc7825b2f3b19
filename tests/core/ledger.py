"""What happened in a room, kept from the events alone, without a look at the state: what `shown` compares with."""

from __future__ import annotations

from collections import defaultdict

from server.core import events as e
from server.core.case import Events
from server.core.content import DIMENSIONS, Content
from server.core.interview import Interview, Role, Side

OTHER: dict[Side, Side] = {"a": "b", "b": "a"}


class Leak(AssertionError):  # noqa: N818 - named for what is found
    """Somebody saw what was not shown to them."""


class Ledger:
    """The ledger: who held which role when, whose half is whose, what was asked and revealed, and who wrote what.

    Args:
        interview: as it is when the ledger begins, with s1 and s2 seated.
    """

    def __init__(self, interview: Interview, content: Content) -> None:
        self.content = content
        self.options = interview.options
        self.roles: dict[str, Role] = {"s1": "interviewer", "s2": "candidate"}
        self.roles_in: dict[int, dict[str, Role]] = {}
        self.sides: dict[str, Side] = {"s1": "a", "s2": "b"} if self.options.swap else {}
        self.halves = dict(interview.halves)
        self.asking: Side = "a"
        self.offered_by: str | None = None
        self.joined = {"s1", "s2"}
        self.removed: set[str] = set()
        self.lead = "s1"
        self.needs: dict[str, tuple[int, bool]] = defaultdict(lambda: (0, True))
        self.plans: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.call = ""
        self.starts_ms: int | None = None
        self.asked: list[str] = []
        self.open: int | None = None
        self.revealed: dict[int, list[str]] = defaultdict(list)
        self.marks: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self.changed: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.passed: set[tuple[str, int]] = set()
        self.unsealed: dict[int, str | None] = {}
        self.ticks: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.notes: set[tuple[str, int]] = set()
        self.feedback: dict[str, set[str]] = defaultdict(set)

    def record(self, events: Events) -> None:
        """Take down what happened."""
        for event in events:
            self._record(event)

    def role_in(self, seat: str, round: int) -> Role:
        """Return the role that the seat had in a round, or came with after it."""
        return self.roles_in[round].get(seat, self.roles[seat])

    def may_choose(self, seat: str) -> set[str]:
        """Return the questions that the seat may know of before they are asked: who swaps, their own half."""
        if not self.options.swap:
            return {question.id for question in self.content.questions} if self.roles[seat] == "interviewer" else set()
        if seat not in self.sides and self.roles[seat] != "interviewer":
            return set()
        return set(self.halves[self.sides.get(seat, self.asking)])

    def coming(self, seat: str) -> list[str]:
        """Return what the seat has planned and may ask now."""
        return [question for question in self.plans[seat] if question in self.may_choose(seat)]

    def judges(self, round: int) -> list[str]:
        """Return who judges a round: those who interviewed in it, and who came later and marked it."""
        return [
            seat
            for seat in self.roles
            if seat not in self.removed
            and self.role_in(seat, round) == "interviewer"
            and (seat in self.roles_in[round] or self.marks[seat, round])
        ]

    def done(self, round: int) -> list[str]:
        """Return the judges who are not waited for."""
        wanted = {dimension.id for dimension in DIMENSIONS}
        return [
            seat
            for seat in self.judges(round)
            if (seat, round) in self.passed or set(self.marks[seat, round]) == wanted
        ]

    def _record(self, event: e.Event) -> None:
        match event:
            case e.SeatInvited(seat=seat, role=role, side=side):
                self.roles[seat] = role
                if side:
                    self.sides[seat] = side
            case e.SeatRemoved(seat=seat):
                self.removed.add(seat)
                self.joined.discard(seat)
                self.offered_by = None if seat in self.sides else self.offered_by
            case e.Joined(seat=seat, extra_percent=percent, replay=replay):
                self.joined.add(seat)
                self.needs[seat] = percent, replay
            case e.Preferred(seat=seat, extra_percent=percent, replay=replay):
                self.needs[seat] = percent, replay
            case e.LeadPassed(seat=seat):
                if not self.plans[seat] and not self.sides.keys() & {seat, self.lead}:
                    self.plans[seat], self.plans[self.lead] = self.plans[self.lead], ()
                self.lead = seat
            case e.SwapOffered(seat=seat):
                self.offered_by = seat
            case e.Swapped(interviewer=interviewer, candidate=candidate):
                self._swapped(interviewer, candidate)
            case e.Started() | e.RoundClosed():
                self.open = None
            case e.Ended():
                self.offered_by = None
            case e.CallSet(url=url):
                self.call = url
            case e.Scheduled(schedule=schedule):
                self.starts_ms = schedule.starts_ms if schedule else None
            case e.FeedbackGiven(seat=seat, keep=keep, stop=stop, start=start):
                self.feedback[seat] = {*keep, *stop, *start}
            case _:
                self._record_questions(event)

    def _swapped(self, interviewer: str, candidate: str) -> None:
        assert {self.sides[interviewer], self.sides[candidate]} == {"a", "b"}
        assert (self.roles[interviewer], self.roles[candidate]) == ("candidate", "interviewer")
        assert not self.open
        for roles in self.roles_in.values():
            for seat in (interviewer, candidate):
                roles.setdefault(seat, self.roles[seat])
        self.roles |= {interviewer: "interviewer", candidate: "candidate"}
        self.lead, self.asking, self.offered_by = interviewer, self.sides[interviewer], None

    def _record_questions(self, event: e.Event) -> None:
        match event:
            case e.Planned(seat=seat, questions=questions):
                if foreign := set(questions) - self.may_choose(seat):
                    raise Leak(f"{seat} planned {sorted(foreign)}")
                self.plans[seat] = questions
            case e.Brought(side=side, seat=seat, questions=questions):
                assert not set(questions).intersection(self.halves[OTHER[side]])
                self._unplan(self.halves[side])
                self.halves[side] = self.plans[seat] = questions
            case e.Asked(question=question, asker=asker):
                if question not in self.may_choose(asker):
                    raise Leak(f"{asker} asked {question}")
                self.asked.append(question)
                self._opened(len(self.asked))
            case e.CameBack(round=round):
                self._opened(round)
            case e.WarmedUp():
                self.open = 0
                self.roles_in[0] = {seat: self.roles[seat] for seat in self.joined}
                self.revealed[0] = []
            case e.RoundSkipped(round=round):
                self.open = None
                self.plans[self.lead] += (self.asked[round - 1],)
            case e.Revealed(round=round, stage=stage):
                self.revealed[round].append(stage)
            case _:
                self._record_judgement(event)

    def _record_judgement(self, event: e.Event) -> None:
        match event:
            case e.Marked(seat=seat, round=round, dimension=dimension, value=value):
                self.marks[seat, round].pop(dimension, None)
                self.changed[seat, round].discard(dimension)
                if value is not None:
                    self.marks[seat, round][dimension] = value
                    if round in self.unsealed and self.role_in(seat, round) == "interviewer":
                        self.changed[seat, round].add(dimension)
            case e.MarksPassed(seat=seat, round=round):
                self.passed.add((seat, round))
            case e.SealOpened(round=round, by=by):
                assert by is not None or self.done(round) == self.judges(round)
                self.unsealed[round] = by
            case e.Ticked(seat=seat, round=round, point=point, on=on):
                self.ticks[seat, round] ^= {point}
                assert (point in self.ticks[seat, round]) == on
            case e.NoteReleased(seat=seat, round=round):
                self.notes ^= {(seat, round)}

    def _opened(self, round: int) -> None:
        self.open = round
        self.offered_by = None
        self.roles_in.setdefault(round, {seat: self.roles[seat] for seat in self.joined})
        self._unplan((self.asked[round - 1],))

    def _unplan(self, questions: tuple[str, ...]) -> None:
        for seat, plan in self.plans.items():
            self.plans[seat] = tuple(id for id in plan if id not in questions)
