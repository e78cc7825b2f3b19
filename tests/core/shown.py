"""What each participant has been shown by the rules: kept from the events alone, without a look at `views`."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from server.core import events as e
from server.core.case import Events
from server.core.content import Content
from server.core.interview import Options, Role
from tests.core.canaries import CANARY, POINTS, canary

PUBLIC = {"rev", "status", "title", "me", "lead", "options", "seats", "rounds", "round", "role"}
TOP = {
    "candidate": PUBLIC | {"planned", "started_ms", "ended_ms", "released_ms", "released_before"},
    "observer": PUBLIC | {"started_ms", "ended_ms", "released_ms"},
}
SEAT = {"id", "role", "name", "joined", "lost_ms", "left"}
LINE = {"seen", "id", "title", "state", "marks", "expired", "late"}
ROUND = {"seen", "id", "prompt", "clock", "guidance", "answer", "example", "revealed", "signals", "typing_open"}
ROUND |= {"submitted_ms", "expired_ms", "late"}
CLOCK = {"phase", "total_ms", "deadline_ms", "left_ms", "paused", "paused_for", "over"}
WHOLE = ("title", "prompt", "guidance", "answer", "example", "topic", *(f"point{number}" for number in range(POINTS)))


class Leak(AssertionError):  # noqa: N818 - named for what is found
    """Somebody saw what was not shown to them."""


class Shown:
    """The ledger: who holds which role, what was asked and revealed, and who wrote what."""

    def __init__(self, content: Content, options: Options) -> None:
        self.content = content
        self.options = options
        self.roles: dict[str, Role] = {"s1": "interviewer", "s2": "candidate"}
        self.removed: set[str] = set()
        self.lead = "s1"
        self.extra: dict[str, int] = {}
        self.plans: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.asked: list[str] = []
        self.open: int | None = None
        self.revealed: dict[int, list[str]] = defaultdict(list)
        self.marks: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self.ticks: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.notes: set[tuple[str, int]] = set()
        self.feedback: dict[str, set[str]] = defaultdict(set)
        self.so_far: dict[str, set[str]] = defaultdict(set)

    def record(self, events: Events) -> None:
        """Take down what happened, and what everybody sees from then on."""
        for event in events:
            self._record(event)
        for seat in self.roles.keys() - self.removed:
            self.so_far[seat] |= self.now(seat)

    def now(self, seat: str) -> set[str]:
        """Return the canaries that the seat has to see at this moment."""
        seen = {canary("title", question) for question in self.asked}
        question = self.asked[self.open - 1] if self.open else None
        if self.roles[seat] == "interviewer":
            seen |= {canary("title", planned) for planned in self.plans[seat]} | self.feedback[seat]
            if question:
                seen |= {canary(what, question) for what in WHOLE if self._has(question, what)}
        elif question and self.open:
            seen |= {canary("prompt", question), *(canary(stage, question) for stage in self.revealed[self.open])}
        return seen

    def check(self, seat: str, view: bytes) -> None:
        """Compare a view with the ledger.

        Raises:
            Leak: It has what was not shown to this participant so far, or what is not theirs.
        """
        found = set(CANARY.findall(view.decode()))
        if leaked := found - self.so_far[seat]:
            raise Leak(f"{seat} ({self.roles[seat]}) saw {sorted(leaked)}")
        assert self.now(seat) <= found, f"{seat} misses {sorted(self.now(seat) - found)}"
        seen = json.loads(view)
        if seen["role"] != self.roles[seat]:
            raise Leak(f"{seat} got the view of the {seen['role']}")
        self._check_own(seat, seen)
        if self.roles[seat] != "interviewer":
            self._check_fields(seen)

    def _check_own(self, seat: str, seen: dict[str, Any]) -> None:
        for one in seen["seats"]:
            private = one["id"] == seat or (self.roles[seat], self.roles[one["id"]]) == ("interviewer", "candidate")
            if one["id"] in self.removed:
                raise Leak(f"{seat} sees {one['id']}, who was removed")
            _same(seat, "extra time", one.get("extra_percent", 0), self.extra.get(one["id"], 0) if private else 0)
        for line in seen.get("rounds", []):
            _same(seat, "marks", line.get("marks", {}), self.marks[seat, line["id"]])
            _same(seat, "note", line.get("note_released", False), (seat, line["id"]) in self.notes)
        round = seen.get("round") or {"id": 0}
        interviewing = self.roles[seat] == "interviewer"
        own_marks = self.marks[seat, round["id"]] if interviewing else {}
        _same(seat, "marks", round.get("marks", {}), own_marks)
        _same(seat, "ticks", set(round.get("ticks", [])), self.ticks[seat, round["id"]])
        plan = [id for id, *_ in seen.get("plan", [])]
        _same(seat, "plan", plan, list(self.plans[seat]) if interviewing else [])
        counted = self.roles[seat] == "candidate" and self.options.show_count
        _same(seat, "count", seen.get("planned"), len(self.plans[self.lead]) if counted else None)

    def _check_fields(self, seen: dict[str, Any]) -> None:
        _only(seen, TOP[seen["role"]])
        for one in seen["seats"]:
            _only(one, SEAT | {"extra_percent"})
        for line in seen.get("rounds", []):
            _only(line, LINE)
        if round := seen.get("round"):
            _only(round, ROUND)
            _only(round["clock"], CLOCK)

    def _has(self, question: str, what: str) -> bool:
        return what not in ("guidance", "answer", "example") or bool(getattr(self.content.question(question), what))

    def _record(self, event: e.Event) -> None:
        match event:
            case e.SeatInvited(seat=seat, role=role):
                self.roles[seat] = role
            case e.SeatRemoved(seat=seat):
                self.removed.add(seat)
            case e.Joined(seat=seat, extra_percent=percent):
                self.extra[seat] = percent
            case e.LeadPassed(seat=seat):
                self.lead = seat
            case e.Planned(seat=seat, questions=questions):
                self.plans[seat] = questions
            case e.Asked(question=question):
                self.asked.append(question)
                self._opened(len(self.asked))
            case e.CameBack(round=round):
                self._opened(round)
            case e.RoundSkipped(round=round):
                self.open = None
                self.plans[self.lead] += (self.asked[round - 1],)
            case e.RoundClosed():
                self.open = None
            case e.Revealed(round=round, stage=stage):
                self.revealed[round].append(stage)
            case e.Marked(seat=seat, round=round, dimension=dimension, value=value):
                self.marks[seat, round].pop(dimension, None)
                if value is not None:
                    self.marks[seat, round][dimension] = value
            case e.Ticked(seat=seat, round=round, point=point, on=on):
                self.ticks[seat, round] ^= {point}
                assert (point in self.ticks[seat, round]) == on
            case e.NoteReleased(seat=seat, round=round):
                self.notes ^= {(seat, round)}
            case e.FeedbackGiven(seat=seat, keep=keep, stop=stop, start=start):
                self.feedback[seat] = {*keep, *stop, *start}

    def _opened(self, round: int) -> None:
        self.open = round
        question = self.asked[round - 1]
        self.plans = defaultdict(
            tuple, {seat: tuple(id for id in plan if id != question) for seat, plan in self.plans.items()}
        )


def _same(seat: str, what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Leak(f"{seat}: {what} is {found}, and not {expected}")


def _only(found: dict[str, Any], allowed: set[str]) -> None:
    if unknown := found.keys() - allowed:
        raise Leak(f"{sorted(unknown)} in a view of who does not interview")
