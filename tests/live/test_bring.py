"""A half that is brought before the start: its texts come with the command, and every worker shows them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
import redis

from server.core import commands as c
from server.core.content import Content
from server.core.interview import Interview
from server.core.refusals import Refused
from server.live.live import Live
from server.rooms.parking import Parked
from server.store.connection import NotSaved
from server.store.keys import keys_of
from tests.core.canaries import deck
from tests.live.conftest import Browser, Sql, Until, enter

HALVES = {"a": ("q1", "q2", "q3"), "b": ("q4", "q5", "q6")}


@pytest.fixture
def id(id: str, sql: Sql) -> str:
    """An interview with a swap: q1 to q3 are for s1 to ask, q4 to q6 for s2."""
    parked = sql.parked[id]
    interview = msgspec.json.decode(parked.state, type=Interview)
    replace = msgspec.structs.replace
    seats = tuple(
        replace(seat, side=side)
        for seat, side in zip(interview.seats, ("a", "b", None), strict=True)  # type: ignore[arg-type]
    )
    swapping = replace(
        interview, seats=seats, options=replace(interview.options, swap=True), halves=HALVES, plans={"s1": ("q1",)}
    )
    sql.parked[id] = Parked(0, msgspec.json.encode(swapping), parked.content)
    return id


def brought(content: Content, instead_of: tuple[str, ...], name: str) -> tuple[bytes, c.Bring]:
    """Put three new questions in the place of a half; return all questions then, and the command."""
    new = [
        msgspec.structs.replace(question, id=f"{name}-{question.id}", prompt=f"{name} {question.id}")
        for question in deck(3).questions
    ]
    kept = [question for question in content.questions if question.id not in instead_of]
    html = next(iter(content.rendered.values()))
    whole = msgspec.structs.replace(
        content, questions=(*kept, *new), rendered={question.id: html for question in (*kept, *new)}
    )
    return msgspec.json.encode(whole), c.Bring(questions=tuple(question.id for question in new))


def planned(browser: Browser) -> list[str]:
    """The titles in the plan on this screen."""
    return [title for _, title, _ in browser.last("view").get("plan", ())]


def held_content(worker: Live, id: str) -> Content:
    held = worker.hold(id)
    assert held
    return held.content


def test_the_other_worker_shows_the_new_questions(new_worker: Callable[[], Live], id: str, until: Until) -> None:
    """Who brings sees their questions at once, on a device at another worker too, which decides on them as well."""
    one, other = new_worker(), new_worker()
    here, there = enter(one, id, "s2"), enter(other, id, "s2")
    content, bring = brought(held_content(one, id), HALVES["b"], "mine")
    rev = one.handle(id, "s2", bring, "a", content)
    assert planned(here) == ["mine q1", "mine q2", "mine q3"]
    until(lambda: there.rev == rev)
    assert planned(there) == planned(here)
    assert held_content(other, id) == held_content(one, id)
    other.handle(id, "s2", c.Plan(questions=("mine-q3", "mine-q1")), "b")
    until(lambda: planned(here) == ["mine q3", "mine q1"])
    with pytest.raises(Refused, match="unknown_question"):
        other.handle(id, "s2", c.Plan(questions=("q4",)), "c")


def test_a_worker_that_did_not_hear_of_it(new_worker: Callable[[], Live], id: str) -> None:
    """Who holds the old questions loses the race once, loads the new ones, and decides on those."""
    one, other = new_worker(), new_worker()
    enter(one, id, "s2")
    there = enter(other, id, "s2")
    other._rooms._subscriptions._deliver = lambda *_: None  # deaf
    content, bring = brought(held_content(one, id), HALVES["b"], "mine")
    rev = one.handle(id, "s2", bring, "a", content)
    assert there.rev < rev
    assert other.handle(id, "s2", c.Plan(questions=("mine-q3",)), "b") == rev + 1
    assert planned(there) == ["mine q3"]


def test_two_bring_at_once(new_worker: Callable[[], Live], id: str) -> None:
    """Nobody puts back the half that the other has just replaced: it is not saved, and may be tried again."""
    one, other = new_worker(), new_worker()
    enter(one, id, "s1")
    enter(other, id, "s2")
    before = held_content(one, id)
    content, bring = brought(before, HALVES["a"], "hers")
    other_content, other_bring = brought(before, HALVES["b"], "mine")
    one.handle(id, "s1", bring, "a", content)
    with pytest.raises(NotSaved):
        other.handle(id, "s2", other_bring, "b", other_content)
    again, bring_again = brought(held_content(other, id), HALVES["b"], "mine")
    other.handle(id, "s2", bring_again, "c", again)
    assert {question.prompt for question in held_content(other, id).questions} == {
        f"{name} q{number}" for name in ("hers", "mine") for number in (1, 2, 3)
    }


def test_what_redis_forgot(worker: Live, id: str, store: redis.Redis) -> None:
    """An interview that Redis has let go of comes back with the questions that were brought, not as it was parked."""
    enter(worker, id, "s2")
    content, bring = brought(held_content(worker, id), HALVES["b"], "mine")
    worker.handle(id, "s2", bring, "a", content)
    store.delete(*(key.decode() for key in keys_of(id)[:4]))
    worker.handle(id, "s2", c.Rename(name="Ada"), "b")
    stored = store.get(keys_of(id).content.decode())
    assert stored is not None
    assert msgspec.json.decode(stored, type=Content) == held_content(worker, id)
    assert "mine q1" in str(stored)


def test_a_repeat_and_a_late_one(worker: Live, id: str) -> None:
    """The same command again changes nothing; once the side has asked it is refused, and the questions stay."""
    guest = enter(worker, id, "s2")
    content, bring = brought(held_content(worker, id), HALVES["b"], "mine")
    rev = worker.handle(id, "s2", bring, "a", content)
    assert worker.handle(id, "s2", bring, "a", content) == rev
    for number, command in enumerate((c.Start(), c.OfferSwap(on=True))):
        worker.handle(id, "s1", command, f"s1-{number}")
    later, bring_later = brought(held_content(worker, id), bring.questions, "late")
    worker.handle(id, "s2", bring_later, "b", later)
    assert planned(guest) == ["late q1", "late q2", "late q3"]
    for number, command in enumerate((c.AcceptSwap(), c.Ask(), c.Close())):
        worker.handle(id, "s2", command, f"s2-{number}")
    before = held_content(worker, id)
    latest, bring_latest = brought(before, bring_later.questions, "too-late")
    with pytest.raises(Refused, match="deck_in_use"):
        worker.handle(id, "s2", bring_latest, "c", latest)
    assert held_content(worker, id) is before
    assert planned(guest) == ["late q2", "late q3"]
