"""Talking points proposed from what an answer says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.bank.builtin import builtin
from server.bank.points import LONGEST, MOST, proposed
from server.core.content import Question
from tests.bank.growth import grows

MARKUP = (
    "**bold**",
    "- item\n",
    "\n\n",
    "`code`",
    "# ",
    "1. ",
    "```\n",
    "[link](x)",
    ". ",
    ", ",
    "because ",
    "ab ",
    "字。",
    "*",
)


def points(answer: str, example: str = "", prompt: str = "Why?") -> tuple[str, ...]:
    return proposed(Question(id="q", prompt=prompt, answer=answer, example=example))


def letters(text: str) -> str:
    """A text without marks and white space."""
    return re.sub(r"\W+", "", text)


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=12), max_size=40).map("".join))
def test_nothing_is_invented(answer: str) -> None:
    """Each point is a run of the answer less its marks, one line, short, and there are six at the most."""
    found = points(answer)
    assert len(found) <= MOST
    for each in found:
        assert 0 < len(each) <= LONGEST
        assert "\n" not in each
        if not re.search(r"[\[\]()<>&\\\\_]", answer):  # what Markdown takes out is no word of the answer
            assert letters(each) in letters(answer)


@pytest.mark.parametrize("question", builtin().questions, ids=lambda question: question.id)
def test_every_question_of_the_built_in_deck_gets_three_to_six(question: Question) -> None:
    """In the order of the text, none twice, none that is only the question."""
    found = proposed(question)
    assert 3 <= len(found) <= 6
    assert len(set(found)) == len(found)
    assert question.prompt not in found


def test_a_list_is_its_items() -> None:
    """What an answer lists is what it wants to hear; an item's own sub-list and paragraphs are left out."""
    answer = """There are three ways:

- **Indexing**: finds rows fast; needs space.
  - sub-item
- Caching, which keeps results for a while.

  More about caching.
- Sharding

That is all."""
    assert points(answer) == (
        "Indexing: finds rows fast; needs space",
        "Caching, which keeps results for a while",
        "Sharding",
    )


def test_a_long_list_is_sampled_evenly() -> None:
    """The first and the last item are among the six."""
    found = points("\n".join(f"{i}. number{i} of them" for i in range(1, 21)))
    assert (len(found), found[0], found[-1]) == (6, "number1 of them", "number20 of them")


def test_bold_terms_lead_to_what_is_said_of_them() -> None:
    """From the bold term on, to the end of its sentence."""
    answer = "It has **atomicity**: all or nothing. Then **consistency** holds. Also **isolation** between writers."
    assert points(answer) == ("atomicity: all or nothing", "consistency holds", "isolation between writers")


def test_code_is_no_point() -> None:
    """Neither a block nor what stands in it; code within a sentence stays."""
    code = "```python\nx = map(f, y)  # a comment. Another one. And more.\n```"
    answer = f"Use `map`. It is lazy.\n\n{code}\n\nCall `list` on it."
    assert points(answer) == ("Use map", "It is lazy", "Call list on it")


def test_what_leads_to_a_sentence_is_left_out_and_abbreviations_end_none() -> None:
    """ "However," says nothing; "e.g." is no end."""
    answer = "However, it copies e.g. Lists and dicts. For example, tuples stay. In short, values are shared."
    assert points(answer) == ("it copies e.g. Lists and dicts", "tuples stay", "values are shared")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "Ein Index beschleunigt die Suche. Jedoch kostet er Platz. Zum Beispiel, ein B-Baum bleibt ausgeglichen.",
            ("Ein Index beschleunigt die Suche", "Jedoch kostet er Platz", "ein B-Baum bleibt ausgeglichen"),
        ),
        ("装饰器是一个函数。它接受另一个函数。例如，缓存结果。", ("装饰器是一个函数", "它接受另一个函数", "缓存结果")),
        (
            "الفهرس يسرّع البحث. لكنه يأخذ مساحة. يجب تحديثه دائما.",
            ("الفهرس يسرّع البحث", "لكنه يأخذ مساحة", "يجب تحديثه دائما"),
        ),
        (
            "सूचकांक खोज को तेज करता है। यह जगह लेता है। इसे बदलना पड़ता है।",
            ("सूचकांक खोज को तेज करता है", "यह जगह लेता है", "इसे बदलना पड़ता है"),
        ),
    ],
)
def test_points_are_in_the_question_s_language(answer: str, expected: tuple[str, ...]) -> None:
    """Sentences end as they do in their script; what leads to them is known in some languages."""
    assert points(answer) == expected


def test_little_said_gives_few_points() -> None:
    """One sentence gives its clauses; the example helps out; nothing gives nothing."""
    assert points("") == points("   ") == points("```\ncode\n```") == ()
    assert points("Yes.") == ("Yes",)
    assert points("It locks, then it writes the page, and it unlocks.")[0].startswith("It locks")
    found = points("Locking protects data.", "I used a mutex around the counter. The race was gone afterwards.")
    assert found == ("Locking protects data", "I used a mutex around the counter", "The race was gone afterwards")


@pytest.mark.parametrize("piece", ["e.g. A", "**a** b. ", "- a\n", "word, ", "字"])
@pytest.mark.no_cover  # its work is what is measured
def test_a_long_answer_takes_no_longer_than_others(piece: str) -> None:
    """Four times as much of what costs most takes at most ten times as long."""
    grows(points, lambda chars: piece * (chars // len(piece)), 20_000)
