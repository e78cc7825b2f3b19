"""A new interview: what was chosen becomes its state and its content."""

from __future__ import annotations

import msgspec
import pytest
from flask import Flask

from server.bank.builtin import builtin
from server.core.content import Content
from server.core.interview import Interview, Options
from server.people import persons
from server.rooms import choices, creation, parking
from server.rooms.choices import Refusals

DECK = builtin()
IDS = tuple(question.id for question in DECK.questions)


def test_nothing_chosen_is_a_good_interview() -> None:
    """The deck is the only choice needed: five questions, spoken, the rest as the questions suggest."""
    chosen = choices.read({}, "flask", DECK)
    assert chosen.name == "Interviewer"
    assert chosen.plan == IDS[:5]
    assert chosen.options == Options()


def test_everything_can_be_chosen() -> None:
    """Each option of the form reaches the interview."""
    chosen = choices.read(
        {
            "name": " Robin ", "count": "3", "answering": "both", "think_s": "0", "answer_s": "90", "expiry": "hard",
            "on_lost": "run", "show_count": "no",
        },
        "flask",
        DECK,
    )  # fmt: skip
    assert chosen.name == "Robin"
    assert chosen.plan == IDS[:3]
    assert chosen.options == Options(
        answering="both", think_s=0, answer_s=90, expiry="hard", on_lost="run", show_count=False
    )


def test_questions_are_planned_in_the_order_of_their_numbers() -> None:
    """Numbers need not be 1, 2, 3; of two alike the earlier in the deck comes first; they count more than `count`."""
    form = {f"order-{IDS[7]}": "1", f"order-{IDS[2]}": "20", f"order-{IDS[4]}": "20", "count": "1"}
    assert choices.read({**form, "order_of": "flask"}, "flask", DECK).plan == (IDS[7], IDS[2], IDS[4])


def test_the_order_of_another_deck_is_not_used() -> None:
    """Question ids of two decks may be alike; numbers given for one say nothing of the other."""
    form = {f"order-{IDS[7]}": "1", "order_of": "another"}
    assert choices.read(form, "flask", DECK).plan == IDS[:5]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("count", "0", "count"),
        ("count", "25", "count"),
        ("count", "²", "count"),
        ("think_s", "-1", "think_s"),
        ("think_s", "3601", "think_s"),
        ("answer_s", "4", "answer_s"),
        ("answer_s", "9" * 50, "answer_s"),
        ("answering", "sung", "answering"),
        ("expiry", "never", "expiry"),
        ("on_lost", "panic", "on_lost"),
        ("name", "x" * 61, "name"),
        (f"order-{IDS[0]}", "first", "order"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_field(field: str, value: str, told: str) -> None:
    """Bad input gets a sentence beside its field."""
    with pytest.raises(Refusals) as refused:
        choices.read({field: value, "order_of": "flask"}, "flask", DECK)
    assert list(refused.value.sentences) == [told]
    assert refused.value.sentences[told].endswith(".")


def test_an_interview_waits_in_sql_with_the_whole_deck(app: Flask) -> None:
    """The plan is the first questions, the content all of them, so that any can be asked."""
    with app.app_context():
        owner = persons.operator()
        made = creation.create(owner, DECK, choices.read({}, "flask", DECK), seated=True, more=("observer",))
        found = parking.parked(made.id)
        assert found is not None
        assert parking.parked("0000000000000000") is None
        assert [line.id for line in parking.interviews_of(owner)] == [made.id]
    assert msgspec.json.decode(found.state, type=Interview) == made
    assert (found.rev, found.texts, found.log) == (0, {}, [])
    content = msgspec.json.decode(found.content, type=Content)
    assert content.questions == DECK.questions
    assert set(content.rendered) == set(IDS)
    assert made.plans == {"s1": IDS[:5]}
    assert [(seat.id, seat.role, seat.joined) for seat in made.seats] == [
        ("s1", "interviewer", True),
        ("s2", "candidate", False),
        ("s3", "observer", False),
    ]
