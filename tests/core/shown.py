"""What each participant has been shown by the rules, and what a view shows beyond it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from server.core.case import Events
from server.core.content import WARMUP_RENDERED, Content
from server.core.interview import STAGES, Interview
from tests.core import fields
from tests.core.canaries import CANARY, POINTS, canary
from tests.core.ledger import Leak, Ledger

WHOLE = ("title", "prompt", "guidance", "answer", "example", "topic", *(f"point{number}" for number in range(POINTS)))


class Shown(Ledger):
    """The ledger, with all that each participant was shown so far."""

    def __init__(self, interview: Interview, content: Content) -> None:
        super().__init__(interview, content)
        self.so_far: dict[str, set[str]] = defaultdict(set)

    def record(self, events: Events) -> None:
        """Take down what happened, and what everybody sees from then on."""
        super().record(events)
        for seat in self.roles.keys() - self.removed:
            self.so_far[seat] |= self.now(seat)

    def now(self, seat: str) -> set[str]:
        """Return the canaries that the seat has to see at this moment."""
        seen = {canary("title", question) for question in (*self.asked, *self.coming(seat))} | self.feedback[seat]
        question = self.asked[self.open - 1] if self.open else None
        if question is None or self.open is None:
            return seen
        if self.role_in(seat, self.open) == "interviewer":
            return seen | {canary(what, question) for what in WHOLE if self._has(question, what)}
        return seen | {canary(what, question) for what in ("prompt", *self.revealed[self.open])}

    def check(self, seat: str, view: bytes) -> None:
        """Compare a view with the ledger.

        Raises:
            Leak: It has what was not shown to this participant so far, or what is not theirs.
        """
        found = set(CANARY.findall(view.decode()))
        if leaked := found - self.so_far[seat]:
            raise Leak(f"{seat} ({self.roles[seat]}) saw {sorted(leaked)}")
        assert self.now(seat) <= found, f"{seat} misses {sorted(self.now(seat) - found)}"
        seen = msgspec.json.decode(view)
        _same(seat, "role", seen["role"], self.roles[seat])
        self._check_seats(seat, seen["seats"])
        for line in seen.get("rounds", []):
            self._check_round(seat, line, line["id"])
        if round := seen.get("round"):
            _same(seat, "open round", round["id"], self.open)
            self._check_round(seat, round, round["id"], asked=True)
            self._check_warm_up(seat, round)
        self._check_own(seat, seen)
        if unknown := fields.unknown(seen):
            raise Leak(f"{seat} ({self.roles[seat]}) got {sorted(unknown)}")

    def _check_seats(self, seat: str, seats: list[dict[str, Any]]) -> None:
        for one in seats:
            id = one["id"]
            if id in self.removed:
                raise Leak(f"{seat} sees {id}, who was removed")
            percent, replay = self.needs[id]
            private = id == seat or (self.roles[seat], self.roles[id]) == ("interviewer", "candidate")
            _same(seat, "extra time", one.get("extra_percent", 0), percent if private else 0)
            _same(seat, "replay", one.get("replay", True), replay if id == seat else True)
            _same(seat, "side", one.get("side"), self.sides.get(id))
            _same(seat, "deckless", one.get("deckless", False), id in self.sides and not self.halves[self.sides[id]])

    def _check_round(self, seat: str, found: dict[str, Any], round: int, *, asked: bool = False) -> None:
        whole = self.role_in(seat, round) == "interviewer"
        _same(seat, "role in the round", found["seen"], "whole" if whole else "shown")
        _same(seat, "marks", found.get("marks", {}), self.marks[seat, round] if whole or not asked else {})
        _same(seat, "note", found.get("note_released", False), (seat, round) in self.notes)
        _same(seat, "ticks", set(found.get("ticks", [])), self.ticks[seat, round] if asked else set())
        _same(seat, "panel", found.get("panel"), self._panel(seat, round) if whole else None)

    def _panel(self, seat: str, round: int) -> dict[str, Any] | None:
        judges = self.judges(round)
        if len(judges) < 2:
            return None
        opened = round in self.unsealed
        shown = {
            "judges": judges,
            "sealed": not opened,
            "done": self.done(round),
            "passed": (seat, round) in self.passed,
            "marks": {one: self.marks[one, round] for one in judges if opened and self.marks[one, round]},
            "changed": {
                one: [dimension for dimension in self.marks[one, round] if dimension in self.changed[one, round]]
                for one in judges
                if opened and self.changed[one, round]
            },
            "unsealed_by": self.unsealed.get(round),
        }
        return {name: value for name, value in shown.items() if value}

    def _check_warm_up(self, seat: str, round: dict[str, Any]) -> None:
        """Compare the stages of a warm-up, whose texts are no canaries."""
        if round["id"] == 0:
            whole = self.role_in(seat, 0) == "interviewer"
            shown = {stage: getattr(WARMUP_RENDERED, stage) for stage in STAGES if whole or stage in self.revealed[0]}
            _same(seat, "warm-up", {stage: round[stage] for stage in STAGES if stage in round}, shown)

    def _check_own(self, seat: str, seen: dict[str, Any]) -> None:
        _same(seat, "plan", [id for id, *_ in seen.get("plan", [])], self.coming(seat))
        counted = self.roles[seat] == "candidate" and self.options.show_count
        _same(seat, "count", seen.get("planned"), len(self.coming(self.lead)) if counted else None)
        interviewed = any(roles.get(seat) == "interviewer" for round, roles in self.roles_in.items() if round)
        _same(seat, "interviewed", seen.get("interviewed", False), interviewed and self.roles[seat] == "candidate")
        releases = self.roles[seat] == "interviewer" or interviewed
        _same(seat, "release due", "release_due_ms" in seen, releases and seen["status"] == "wrapup")
        _same(seat, "offer", seen.get("swap_offered_by"), self.offered_by)
        _same(seat, "call", seen.get("call", ""), self.call)
        _same(seat, "schedule", seen.get("schedule", {}).get("starts_ms"), self.starts_ms)

    def _has(self, question: str, what: str) -> bool:
        return what not in STAGES or bool(getattr(self.content.question(question), what))


def _same(seat: str, what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Leak(f"{seat}: {what} is {found}, and not {expected}")
