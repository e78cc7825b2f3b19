"""One participant of a room: every command as a verb, so that a test reads as what happens."""

from __future__ import annotations

from collections.abc import Callable

from server.core import commands as c
from server.core.case import Events
from server.core.interview import Guest, Seat, Signal, Stage

Give = Callable[[str, c.Command], Events]


class Participant:
    """Gives commands from one seat; each verb returns the events that it brought."""

    def __init__(self, seat: str, give: Give, look: Callable[[str], Seat]) -> None:
        self.id = seat
        self._give = give
        self._look = look

    @property
    def seat(self) -> Seat:
        """Return the seat as it is now."""
        return self._look(self.id)

    def gives(self, command: c.Command) -> Events:
        """Give any command."""
        return self._give(self.id, command)

    def join(self, name: str = "Ada", extra_percent: int = 0, *, replay: bool = True) -> Events:
        return self.gives(c.Join(name=name, extra_percent=extra_percent, replay=replay))

    def prefer(self, *, extra_percent: int | None = None, replay: bool | None = None) -> Events:
        return self.gives(c.Prefer(extra_percent=extra_percent, replay=replay))

    def rename(self, name: str) -> Events:
        return self.gives(c.Rename(name=name))

    def invite(self, role: Guest) -> Events:
        return self.gives(c.Invite(role=role))

    def replace_link(self, seat: str) -> Events:
        return self.gives(c.ReplaceLink(seat=seat))

    def remove(self, seat: str) -> Events:
        return self.gives(c.Remove(seat=seat))

    def plan(self, *questions: str) -> Events:
        return self.gives(c.Plan(questions=questions))

    def bring(self, *questions: str) -> Events:
        return self.gives(c.Bring(questions=questions))

    def schedule(self, starts_ms: int | None, zone: str = "UTC", length_min: int = 60) -> Events:
        return self.gives(c.Schedule(starts_ms=starts_ms, zone=zone, length_min=length_min))

    def set_call(self, url: str) -> Events:
        return self.gives(c.SetCall(url=url))

    def warm_up(self) -> Events:
        return self.gives(c.WarmUp())

    def start(self) -> Events:
        return self.gives(c.Start())

    def ask(self, question: str | None = None, *, after: int | None = None) -> Events:
        return self.gives(c.Ask(question=question, after=after))

    def begin(self) -> Events:
        return self.gives(c.Begin())

    def skip(self) -> Events:
        return self.gives(c.Skip())

    def close(self) -> Events:
        return self.gives(c.Close())

    def pause(self) -> Events:
        return self.gives(c.Pause())

    def resume(self) -> Events:
        return self.gives(c.Resume())

    def extend(self, seconds: int) -> Events:
        return self.gives(c.Extend(seconds=seconds))

    def reveal(self, stage: Stage, *, ahead: bool = False) -> Events:
        return self.gives(c.RevealStage(stage=stage, ahead=ahead))

    def submit(self) -> Events:
        return self.gives(c.Submit())

    def offer_late(self, text: str, round: int = 1) -> Events:
        return self.gives(c.OfferLate(round=round, text=text))

    def accept_late(self, round: int = 1) -> Events:
        return self.gives(c.AcceptLate(round=round))

    def signal(self, signal: Signal, *, on: bool = True) -> Events:
        return self.gives(c.SendSignal(signal=signal, on=on))

    def tick(self, point: int, *, on: bool = True, round: int = 1) -> Events:
        return self.gives(c.Tick(round=round, point=point, on=on))

    def note(self, *, released: bool, round: int = 1) -> Events:
        return self.gives(c.Note(round=round, released=released))

    def mark(self, dimension: str, value: int | None, round: int = 1) -> Events:
        return self.gives(c.SetMark(round=round, dimension=dimension, value=value))

    def pass_marks(self, round: int = 1) -> Events:
        return self.gives(c.PassMarks(round=round))

    def open_seal(self, round: int = 1) -> Events:
        return self.gives(c.OpenSeal(round=round))

    def offer_swap(self, *, on: bool = True) -> Events:
        return self.gives(c.OfferSwap(on=on))

    def accept_swap(self) -> Events:
        return self.gives(c.AcceptSwap())

    def feedback(self, keep: tuple[str, ...] = (), stop: tuple[str, ...] = (), start: tuple[str, ...] = ()) -> Events:
        return self.gives(c.GiveFeedback(keep=keep, stop=stop, start=start))

    def pass_lead(self, seat: str) -> Events:
        return self.gives(c.PassLead(seat=seat))

    def take_lead(self) -> Events:
        return self.gives(c.TakeLead())

    def end(self) -> Events:
        return self.gives(c.End())

    def release(self, *, show_answers: bool = True) -> Events:
        return self.gives(c.Release(show_answers=show_answers))

    def reopen(self) -> Events:
        return self.gives(c.Reopen())
