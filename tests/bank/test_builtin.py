"""The built-in deck: small enough for a view, complete, and code that compiles."""

import re
from pathlib import Path

import pytest

from server.bank import builtin as package
from server.bank.builtin import builtin
from server.bank.deck import content, rendered
from server.bank.deckfile import write
from server.core.content import Question

SAMPLE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
every_question = pytest.mark.parametrize("question", builtin().questions, ids=lambda each: each.id)


def test_it_has_twenty_four_questions_of_every_difficulty() -> None:
    """Twenty-four questions, each with an id of its own, from easy to hard."""
    questions = builtin().questions
    assert len({each.id for each in questions}) == len(questions) == 24
    assert {1, 2, 3} == {each.difficulty for each in questions}
    assert all(sum(each.difficulty == step for each in questions) >= 4 for step in (1, 2, 3))


def test_its_file_is_what_would_be_written() -> None:
    """The file is in the form that `write` gives, apart from the wrapping of its description."""
    text = Path(package.__file__).with_name("flask.md").read_text(encoding="utf-8")
    assert write(builtin()) == text


@every_question
def test_a_question_is_complete_and_short(question: Question) -> None:
    """Each has all its parts, within the lengths that a room can show and a person can say."""
    prose = SAMPLE.sub("", question.answer).strip()
    assert 10 <= len(question.prompt) <= 90
    assert 60 <= len(question.guidance) <= 260
    assert 200 <= len(prose) <= 650
    assert 200 <= len(question.example) <= 550
    assert 3 <= len(question.points) <= 6
    assert all(len(point) <= 60 for point in question.points)
    assert question.topics
    assert 60 <= question.seconds <= 240


@every_question
def test_a_rendered_question_fits_into_a_view(question: Question) -> None:
    """The four bodies as HTML stay under 2,300 bytes: a view must stay under 4 kB."""
    html = rendered(question)
    assert sum(len(text.encode()) for text in (html.prompt, html.guidance, html.answer, html.example)) < 2300


@every_question
def test_a_code_sample_is_short_and_compiles(question: Question) -> None:
    """At most one sample of seven lines, none wider than a phone can show, and Python that compiles."""
    samples = SAMPLE.findall(question.answer)
    assert len(samples) <= 1
    for language, code in samples:
        assert code.count("\n") <= 7
        assert max(map(len, code.splitlines())) <= 60
        if language == "python":
            compile(code, question.id, "exec")


def test_content_takes_the_questions_named_in_deck_order() -> None:
    """An interview copies what it needs, rendered; an unknown id is an error."""
    some = content(builtin(), ["routing", "what-is-flask"])
    assert [each.id for each in some.questions] == ["what-is-flask", "routing"]
    assert set(some.rendered) == {"what-is-flask", "routing"}
    assert some.rendered["routing"].prompt == "<p>How do you define routes, and how does Flask choose one?</p>"
    assert content(builtin()).questions == builtin().questions
    with pytest.raises(KeyError, match="no-such"):
        content(builtin(), ["routing", "no-such"])
