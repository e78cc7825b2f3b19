"""What facts come to: means by topic and dimension, over time; what was asked, and what to ask next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.candidates import summary
from server.candidates.facts import Fact
from server.candidates.summary import Offer


def fact(
    number: int, *, topics: tuple[str, ...] = ("http",), marks: tuple[int, ...] = (), title: str = "",
    skipped: bool = False,
) -> Fact:  # fmt: skip
    return Fact(
        interview_id=f"i{number // 2}", reader="s1", candidate="s2", name="Kim", round=1, released=True,
        skipped=skipped, at_ms=number, deck="Flask", question=f"q{number}", title=title or f"Question {number}?",
        topics=topics, marks={f"d{n}": float(value) for n, value in enumerate(marks)}, help="unaided",
        answer_ms=60_000, suggested_ms=120_000, missed=(f"point {number}",),
    )  # fmt: skip


def offer(id: str, title: str, *topics: str) -> Offer:
    return Offer("d", "Deck", id, title, topics)


def test_marks_by_topic_the_lowest_first_and_how_they_moved() -> None:
    """What is not marked counts in no mean."""
    found = summary.of(
        [
            fact(3, marks=(4, 4)),
            fact(1, marks=(1, 1)),
            fact(2, marks=(2, 2)),
            fact(4),
            fact(5, topics=("sql",), marks=(1,)),
        ]
    )
    assert [line.name for line in found.topics] == ["sql", "http"]
    line = found.topics[1]
    assert (round(line.mean, 2), line.first, line.last, line.count) == (2.33, 1.0, 4.0, 3)
    assert found.pace == 0.5
    assert [meeting.questions for meeting in found.meetings] == [1, 2, 2]
    assert found.missed[0] == ("point 5", "Question 5?")
    assert found.asked[0].at_ms == 5


def test_the_course_over_the_recent_interviews() -> None:
    """A mean for each interview, the oldest first, and nothing where it was not marked; older ones are left out."""
    found = summary.of([fact(2, marks=(1,)), fact(3, marks=(2,)), fact(4, topics=("sql",), marks=(4,)), fact(6)])
    assert [meeting.interview_id for meeting in found.recent] == ["i1", "i2"]
    assert {line.name: line.course for line in found.topics} == {"http": (1.5, None), "sql": (None, 4.0)}
    assert found.dimensions[0].course == (1.5, 4.0)
    many = summary.of([fact(2 * number, marks=(2,)) for number in range(30)])
    assert [meeting.interview_id for meeting in many.recent] == [f"i{number}" for number in range(22, 30)]


def test_what_was_skipped_was_asked_and_counts_in_nothing_else() -> None:
    """Neither in help, nor in time, nor in what was missed."""
    found = summary.of([fact(2, marks=(3,)), fact(3, skipped=True)])
    assert [each.skipped for each in found.asked] == [True, False]
    assert sum(found.help.values()) == 1
    assert found.missed == (("point 2", "Question 2?"),)
    assert found.meetings[0].questions == 1
    assert summary.asked_before({"a": "Question 3?"}, found) == {"a": 3}


def test_what_to_ask_next() -> None:
    """Unasked questions of the weakest topic first, then other unasked ones, then what was asked longest ago."""
    known = summary.of(
        [fact(1, marks=(4,)), fact(2, topics=("sql",), marks=(1,)), fact(3, topics=("sql",), marks=(2,))]
    )
    offers = [
        offer("a", "Question 2?", "sql"), offer("b", "Question 1?", "http"), offer("c", "New of http?", "HTTP"),
        offer("e", "New of sql?", "SQL"), offer("f", "New of nothing?"), offer("g", "new of  SQL?", "sql"),
    ]  # fmt: skip
    found = summary.what_next(known, offers)
    assert [each.offer.question for each in found] == ["e", "c", "f", "b", "a"]
    assert found[0].topic is not None
    assert (found[0].topic.name, found[0].topic.mean, found[0].asked_ms) == ("sql", 1.5, None)
    assert found[2].topic is None
    assert (found[-1].topic, found[-1].asked_ms) == (None, 2)


def test_what_was_asked_is_known_by_its_title() -> None:
    """Whatever deck it is in and whatever its id is there; by when it was asked last."""
    known = summary.of([fact(5, title="Newer?"), fact(1, title="Older?"), fact(3, title="Older?")])
    titles = {"a": "newer?", "b": "Fresh?", "c": "OLDER?"}
    assert summary.asked_before(titles, known) == {"a": 5, "c": 3}


def test_weeks_and_the_hardest_questions() -> None:
    """An interview counts in the week in which it began; a question by what everybody made of it."""
    facts = [fact(1, marks=(1,), title="Hard?"), fact(2, marks=(3,), title="Hard?"), fact(9, marks=(4,), title="Easy?")]
    assert summary.by_week(facts, [(0, 2), (2, 5), (5, 10)]) == (1, 1, 1)
    assert [(line.name, line.mean) for line in summary.hardest(facts)] == [("Hard?", 2.0), ("Easy?", 4.0)]


@given(st.lists(st.tuples(st.integers(0, 30), st.lists(st.integers(1, 4), max_size=4)), max_size=30))
def test_no_figure_is_out_of_bounds(given_facts: list[tuple[int, list[int]]]) -> None:
    """Whatever was marked: means are between 1 and 4, and everything asked is counted once."""
    facts = [fact(number, marks=tuple(marks)) for number, marks in given_facts]
    found = summary.of(facts)
    assert len(found.asked) == len(facts) == sum(found.help.values()) == sum(each.questions for each in found.meetings)
    for line in (*found.topics, *found.dimensions):
        assert 1 <= min(line.mean, line.first, line.last) <= max(line.mean, line.first, line.last) <= 4
