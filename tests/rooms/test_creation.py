"""A new interview: what was chosen becomes its state and its content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from flask import Flask
from msgspec.structs import replace

from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.core import replay
from server.core.content import Content, Question
from server.core.interview import Interview, Options
from server.people import persons
from server.rooms import choices, creation, parking
from server.rooms.choices import Refusals

pytestmark = pytest.mark.both_databases

DECK = builtin()
SOON = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
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
        ("date", "soon", "date"),
        ("call", "http://meet.example", "call"),
        ("swap", "maybe", "swap"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_field(field: str, value: str, told: str) -> None:
    """Bad input gets a sentence beside its field."""
    with pytest.raises(Refusals) as refused:
        choices.read({"zone": "UTC", field: value, "order_of": "flask"}, "flask", DECK)
    assert list(refused.value.sentences) == [told]
    assert refused.value.sentences[told].endswith(".")


def test_no_more_is_planned_than_an_interview_holds() -> None:
    """Of a longer deck 500 questions at most can be planned, by their number or one by one."""
    questions = tuple(replace(DECK.questions[0], id=f"q{number}") for number in range(501))
    order = {f"order-q{number}": "1" for number in range(501)}
    for form, told in (({"count": "501"}, "count"), ({"order_of": "long", **order}, "order")):
        with pytest.raises(Refusals) as refused:
            choices.read(form, "long", replace(DECK, questions=questions))
        assert list(refused.value.sentences) == [told]
        assert "500" in refused.value.sentences[told]


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
    assert (found.rev, found.texts, found.log) == (
        0,
        {},
        [replay.first(msgspec.json.decode(found.state, type=Interview))],
    )
    content = msgspec.json.decode(found.content, type=Content)
    assert content.questions == DECK.questions
    assert set(content.rendered) == set(IDS)
    assert made.plans == {"s1": IDS[:5]}
    assert [(seat.id, seat.role, seat.joined) for seat in made.seats] == [
        ("s1", "interviewer", True),
        ("s2", "candidate", False),
        ("s3", "observer", False),
    ]


def made(app: Flask, form: dict[str, str], deck: Deck = DECK) -> Interview:
    """The interview that this form makes."""
    with app.app_context():
        return creation.create(persons.operator(), deck, choices.read(form, "flask", deck), seated=True)


def test_a_deck_is_dealt_into_two_halves(app: Flask) -> None:
    """Every question is on one side, and each side plans the first ones of its own."""
    interview = made(app, {"swap": "dealt", "count": "3"})
    halves = interview.halves
    assert interview.options.swap
    assert [(seat.id, seat.side) for seat in interview.seats] == [("s1", "a"), ("s2", "b")]
    assert sorted(halves["a"] + halves["b"]) == sorted(IDS)
    assert len(halves["a"]) == len(halves["b"]) == 12
    assert interview.plans == {"s1": halves["a"][:3], "s2": halves["b"][:3]}
    for half in halves.values():
        assert half == tuple(id for id in IDS if id in half)
    assert any(made(app, {"swap": "dealt"}).halves != halves for _ in range(5))


def test_what_was_picked_is_the_first_sides(app: Flask) -> None:
    """Who picks questions asks them; the rest is dealt, and the other side plans as many."""
    form = {"swap": "dealt", "order_of": "flask", f"order-{IDS[9]}": "1", f"order-{IDS[4]}": "2"}
    interview = made(app, form)
    assert interview.plans["s1"] == (IDS[9], IDS[4])
    assert {IDS[9], IDS[4]} < set(interview.halves["a"])
    assert len(interview.halves["a"]) == 12
    assert len(interview.plans["s2"]) == 2
    many = {f"order-{id}": "1" for id in IDS[:20]}
    halves = made(app, {"swap": "dealt", "order_of": "flask", **many}).halves
    assert (halves["a"], halves["b"]) == (IDS[:20], IDS[20:])


def test_each_brings_a_deck(app: Flask) -> None:
    """The maker's half is the deck that they chose; the other's is empty until they bring one."""
    interview = made(app, {"swap": "bring"})
    assert interview.halves == {"a": IDS, "b": ()}
    assert interview.plans == {"s1": IDS[:5]}


@pytest.mark.parametrize(
    ("form", "questions", "sentence"),
    [
        ({"swap": "dealt"}, 1, "can't be dealt"),
        ({"swap": "dealt", "order_of": "flask", f"order-{IDS[0]}": "1", f"order-{IDS[1]}": "2"}, 2, "at least one"),
        ({"swap": "sometimes"}, 24, "one of the options"),
    ],
)
def test_what_can_not_be_dealt_is_told(form: dict[str, str], questions: int, sentence: str) -> None:
    """A deck with one question has no two halves, and nobody is left with none."""
    deck = msgspec.structs.replace(DECK, questions=DECK.questions[:questions])
    with pytest.raises(Refusals, match="swap") as refused:
        choices.read(form, "flask", deck)
    assert sentence in refused.value.sentences["swap"]


def test_no_question_is_taken_for_the_warm_up(app: Flask) -> None:
    """The warm-up has an id of its own; a question of a deck that has the same gets another, in the plan too."""
    deck = Deck(title="Mine", questions=(Question(id="warm-up", prompt="One?"), Question(id="two", prompt="Two?")))
    assert made(app, {}, deck).plans == {"s1": ("warm-up-2", "two")}


@pytest.mark.parametrize(
    "url",
    [
        "http://meet.example/x",
        "meet.example",
        "https://",
        "javascript:alert(1)",
        "https://me:pw@x.example/",
        "https://x.example/" + "x" * 500,
    ],
)
def test_a_call_is_an_https_address(url: str) -> None:
    """Anything else is refused with the sentence of the rules."""
    with pytest.raises(Refusals) as refused:
        choices.read({"call": url}, "flask", DECK)
    assert "https://" in refused.value.sentences["call"]


def test_a_call_and_a_start_reach_the_interview(app: Flask) -> None:
    """Both stand in its state from the beginning."""
    interview = made(
        app, {"call": " https://meet.example/abc ", "date": SOON, "time": "18:00", "zone": "Europe/Berlin"}
    )
    assert interview.call == "https://meet.example/abc"
    assert interview.schedule is not None
    assert (interview.schedule.zone, interview.schedule.length_min) == ("Europe/Berlin", 60)
