"""What somebody in a walk might ask for, as it stands: mostly what makes sense, now and then what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from server.core import commands as c
from server.core.content import DIMENSIONS
from server.core.interview import GUESTS, STAGES, Guest, Role
from tests.core.canaries import canary
from tests.core.room import Room
from tests.core.shown import Shown

EXTRA_PERCENT = 37
CALLS = ("", "https://meet.example.org/a", "https://meet.example.org/b", "http://meet.example.org")


class Wishes:
    """Makes commands for whoever is on `seat`."""

    random: Random
    room: Room
    shown: Shown
    swap: bool
    seat: str
    trail: list[str]

    def wish(self, command: type[c.Command]) -> c.Command:
        """Return a command of this kind."""
        return _MAKE[command](self)

    def somebody(self, role: Role) -> str:
        """Return a seat of the role, mostly one that is taken and not removed."""
        seats = [seat for seat in self.room.interview.seats if seat.role == role]
        present = [seat for seat in seats if seat.joined and not seat.removed]
        return self.random.choice(present if present and self.random.random() < 0.95 else seats).id

    def side_of(self, role: Role) -> str:
        """Return who swaps and has this role now; somebody of that role where nobody does."""
        present = (seat for seat in self.room.interview.seats if seat.side and not seat.removed and seat.joined)
        return next((seat.id for seat in present if seat.role == role), None) or self.somebody(role)

    def join(self) -> c.Join:
        return c.Join(
            name=f"Name {self.random.random():.6f}",
            extra_percent=self.random.choice([0, EXTRA_PERCENT]),
            replay=self.random.random() < 0.7,
        )

    def prefer(self) -> c.Prefer:
        return c.Prefer(
            extra_percent=self.random.choice([None, 0, EXTRA_PERCENT]), replay=self.random.choice([None, True, False])
        )

    def question(self) -> str:
        """Return a question of the seat's that was not asked, or was skipped; now and then any."""
        asked = {round.question for round in self.room.interview.rounds if round.state != "skipped"}
        ids = [question.id for question in self.room.content.questions if question.id not in asked]
        own = [id for id in ids if id in self.shown.may_choose(self.seat)]
        return self.random.choice((own if self.random.random() < 0.85 else ids) or ["q1"])

    def bring(self) -> c.Bring:
        """Return questions that are the seat's own already or nobody's; now and then one of the other side's."""
        half = self.shown.halves.get(self.shown.sides.get(self.seat, "a"), ())
        taken = {id for ids in self.shown.halves.values() for id in ids}
        free = [question.id for question in self.room.content.questions if question.id not in taken]
        questions = self.random.sample([*half, *free], min(12, len(half) + len(free)))
        if self.random.random() < 0.1:
            questions.append(self.question())
        return c.Bring(questions=tuple(questions) or ("q1",))

    def schedule(self) -> c.Schedule:
        in_ms = self.random.choice([-3_600_000, 60_000, 3_600_000])
        return c.Schedule(starts_ms=self.random.choice([None, self.room.now_ms + in_ms]), zone="Europe/Berlin")

    def round_id(self) -> int:
        return self.random.randint(1, len(self.room.interview.rounds) or 1)

    def late_round(self) -> int:
        cut_off = [round.id for round in self.room.interview.rounds if round.expired_ms]
        return self.random.choice(cut_off) if cut_off else 1

    def offered_round(self) -> int:
        late = [round.id for round in self.room.interview.rounds if round.late and round.late.accepted_ms is None]
        return self.random.choice(late) if late else 1

    def sealed_round(self) -> int:
        sealed = [round.id for round in self.room.interview.rounds if round.id not in self.shown.unsealed]
        return self.random.choice(sealed) if sealed else 1

    def offer_late(self) -> c.OfferLate:
        return c.OfferLate(round=self.late_round(), text=canary("late", "text"))

    def plan(self) -> tuple[str, ...]:
        return tuple({self.question() for _ in range(self.random.randrange(4))})

    def expendable(self) -> str:
        """Return a seat that can be removed with others of its role left, else one that can't."""
        seats = [seat for seat in self.room.interview.seats if not seat.removed and seat.id != self.shown.lead]
        taken = Counter(seat.role for seat in seats if seat.joined)
        spare = [seat.id for seat in seats if not seat.joined or taken[seat.role] > 1]
        if self.swap and self.random.random() < 0.1:
            spare = [seat.id for seat in seats if seat.side]
        return self.random.choice(spare) if spare else "s1"

    def scarce(self) -> Guest:
        """Return the role with the fewest participants."""
        seats = Counter(seat.role for seat in self.room.interview.seats if not seat.removed)
        if self.swap and seats["candidate"] and self.random.random() < 0.9:
            del seats["candidate"]
            return min(seats, key=lambda role: seats[role])
        return min(GUESTS, key=lambda role: seats[role])

    def feedback(self) -> c.GiveFeedback:
        texts = [canary("feedback", f"{len(self.trail)}-{number}") for number in range(3)]
        return c.GiveFeedback(keep=tuple(texts[:1]), stop=tuple(texts[1:2]), start=tuple(texts[2:]))


_MAKE: dict[type[c.Command], Callable[[Wishes], c.Command]] = {
    c.Join: Wishes.join,
    c.Rename: lambda one: c.Rename(name=f"Name {one.random.random():.6f}"),
    c.Invite: lambda one: c.Invite(role=one.scarce()),
    c.ReplaceLink: lambda one: c.ReplaceLink(seat=one.expendable()),
    c.Remove: lambda one: c.Remove(seat=one.expendable()),
    c.Plan: lambda one: c.Plan(questions=one.plan()),
    c.Start: lambda one: c.Start(),
    c.Ask: lambda one: c.Ask(question=one.random.choice([None, one.question()])),
    c.Begin: lambda one: c.Begin(),
    c.Skip: lambda one: c.Skip(),
    c.Close: lambda one: c.Close(),
    c.Pause: lambda one: c.Pause(),
    c.Resume: lambda one: c.Resume(),
    c.Extend: lambda one: c.Extend(seconds=one.random.choice([5, 30, 120])),
    c.RevealStage: lambda one: c.RevealStage(stage=one.random.choice(STAGES), ahead=one.random.random() < 0.5),
    c.Submit: lambda one: c.Submit(),
    c.OfferLate: Wishes.offer_late,
    c.AcceptLate: lambda one: c.AcceptLate(round=one.offered_round()),
    c.SendSignal: lambda one: c.SendSignal(signal=one.random.choice(["moment", "hint"]), on=one.random.random() < 0.6),
    c.Tick: lambda one: c.Tick(round=one.round_id(), point=one.random.randrange(4), on=one.random.random() < 0.7),
    c.Note: lambda one: c.Note(round=one.round_id(), released=one.random.random() < 0.6),
    c.SetMark: lambda one: c.SetMark(
        round=one.round_id(), dimension=one.random.choice(DIMENSIONS).id, value=one.random.choice([None, 1, 2, 3, 4])
    ),
    c.GiveFeedback: Wishes.feedback,
    c.PassMarks: lambda one: c.PassMarks(round=one.sealed_round()),
    c.OpenSeal: lambda one: c.OpenSeal(round=one.sealed_round()),
    c.OfferSwap: lambda one: c.OfferSwap(on=one.random.random() < 0.8),
    c.AcceptSwap: lambda one: c.AcceptSwap(),
    c.WarmUp: lambda one: c.WarmUp(),
    c.SetCall: lambda one: c.SetCall(url=one.random.choice(CALLS)),
    c.Prefer: Wishes.prefer,
    c.Schedule: Wishes.schedule,
    c.Bring: Wishes.bring,
    c.PassLead: lambda one: c.PassLead(seat=one.somebody("interviewer")),
    c.TakeLead: lambda one: c.TakeLead(),
    c.End: lambda one: c.End(),
    c.Release: lambda one: c.Release(show_answers=one.random.random() < 0.7),
    c.Reopen: lambda one: c.Reopen(),
}
