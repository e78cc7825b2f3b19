"""The pure modules of a review, against what they promise: no press loses a word, a choice or a line of code."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from server.bank.deck import Deck

many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARTS = ("prompt", "guidance", "answer", "example")

pieces = st.sampled_from(
    ["One.", "Two\nlines.", "```python\nx = 1\n\n\ny = 2\n```", "~~~\n```\n\n~~~", "- a\n\n  b", "é😀"]
)
texts = st.lists(pieces, min_size=1, max_size=4).map("\n\n".join)
parts = st.one_of(st.none(), texts)
choices = st.lists(st.sampled_from(["yes", "no"]), max_size=3).map(
    lambda some: [{"label": "ABC"[at], "text": text, "correct": None} for at, text in enumerate(some)]
)
questions = st.fixed_dictionaries(
    {"prompt": texts, "guidance": parts, "answer": parts, "example": parts, "choices": choices}
).map(
    lambda one: {
        **one, "number": None, "position": 1, "code": [], "points": [], "topics": ["t"], "difficulty": None,
        "seconds": None, "id": None, "confidence": 1, "flags": [],
    }
)  # fmt: skip


@pytest.fixture
def page(modules: Page) -> Page:
    for name in ("work", "limits"):
        modules.evaluate(f"import('/js/bank/{name}.js').then((module) => {{ window['{name}'] = module; }})")
    return modules


def words(document: dict[str, Any]) -> Counter[str]:
    """Every word of the questions' texts and choices, as often as it stands there."""
    found: Counter[str] = Counter()
    for question in document["questions"]:
        for part in PARTS:
            found.update((question[part] or "").split())
        found.update(choice["text"] for choice in question["choices"])
    return found


@many
@given(some=st.lists(questions, min_size=2, max_size=3), seed=st.integers(0, 1000))
def test_splitting_merging_and_moving_lose_no_word(page: Page, some: list[dict[str, Any]], seed: int) -> None:
    """Wherever a question is split, whatever is merged, moved, dropped and put back: every word is there once."""
    before = {"title": "T", "questions": some, "left_out": ["left over"]}
    after = page.evaluate(
        """([preview, seed]) => {
            let now = work.begun(preview);
            const one = now.questions[seed % now.questions.length];
            const begin = (part) => work.paragraphs(one[part]).map(({ from }) => [part, from]);
            const places = work.PARTS.flatMap(begin).slice(1);
            if (places.length) now = work.split(now, one.key, ...places[seed % places.length]);
            now = work.moved(now, one.key, seed % 4);
            now = work.putBack(work.dropped(now, one.key), one.key);
            if (seed % 2) now = work.merged(now, now.questions[0].key);
            return work.written(now, preview);
        }""",
        [before, seed],
    )
    assert words(after) == words(before)
    assert [each["position"] for each in after["questions"]] == list(range(1, len(after["questions"]) + 1))
    assert all(each["prompt"] for each in after["questions"])


@many
@given(text=texts)
def test_a_paragraph_never_ends_within_code(page: Page, text: str) -> None:
    """Paragraphs cover all that is no white space, and each has as many fences opened as closed."""
    found = page.evaluate("(t) => work.paragraphs(t).map(({ from, to }) => t.slice(from, to))", text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(paragraph.count("```python") <= paragraph.count("\n```") for paragraph in found)


@many
@given(one=questions, seed=st.integers(0, 3))
def test_what_was_left_out_arrives_whole(page: Page, one: dict[str, Any], seed: int) -> None:
    """As a question of its own or at the end of a part, and it is left out no more."""
    before = {"title": "T", "questions": [one], "left_out": ["Left over.", "More."]}
    asked, appended = page.evaluate(
        """([preview, part]) => {
            const now = work.begun(preview);
            return [work.asked(now, 0), work.appended(now, 0, 0, part)];
        }""",
        [before, PARTS[seed]],
    )
    for after in (asked, appended):
        assert words(after) == words(before) + Counter(["Left", "over."])
        assert [each["text"] for each in after["leftOut"]] == ["More."]


def test_untouched_questions_stay_what_they_were(page: Page) -> None:
    """The copy in the tab keeps of them a number only."""
    assert page.evaluate(
        """() => {
            const one = { prompt: "1?", choices: [], flags: [], points: [], topics: [], code: [] };
            const now = work.begun({ questions: [one, { ...one }], left_out: [] });
            const next = work.edited(now, 0, { prompt: "2?" });
            return next.questions[1] === now.questions[1] && now.questions[0].prompt === "1?";
        }"""
    )


def test_the_limits_of_the_page_are_those_of_a_deck(page: Page) -> None:
    """What the page lets pass, the server takes."""
    schema = msgspec.json.schema(Deck)["$defs"]
    deck, question = schema["Deck"]["properties"], schema["Question"]["properties"]
    limits = page.evaluate("() => limits.LIMITS")
    for field in ("title", "language", "source", "licence", "author", "description"):
        assert limits[field] == deck[field]["maxLength"]
    assert all(limits["body"] == question[part]["maxLength"] for part in PARTS)
    assert (limits["points"], limits["topics"]) == (question["points"]["maxItems"], question["topics"]["maxItems"])
    assert limits["point"] == question["points"]["items"]["maxLength"]
    assert limits["topic"] == question["topics"]["items"]["maxLength"]
