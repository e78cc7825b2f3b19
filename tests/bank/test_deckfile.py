"""The deck file: what a person may write, and that nothing is lost."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.bank.deck import Deck, normalised
from server.bank.deckfile import DeckError, parse, write
from server.core.content import DIMENSIONS, Dimension, Question

# Lines that look like the format's own markup, so that the walk meets them more than by chance.
MARKUP = [
    "# a",
    "## b",
    "### Answer",
    "### How to answer",
    "#",
    "##",
    "###",
    "#### d",
    "#x",
    "\\# a",
    "\\\\## b",
    "\\### ",
    "```",
    "```py",
    "````",
    "~~~",
    "   ```",
    "    ```",
    "\\```",
    "\\\\~~~ x",
    "``` a`b",
    "id: x",
    "topics: a, b",
    "number: 1",
    "- a",
    "1. a",
    "   x",
    "x  ",
    "",
    " ",
    "\t",
    "\u2028",
    "\x85",
    "\x0c",
    "a\\",
    "Scale: x",
    "language: de",
    "---",
    "\ufeff",
]
lines = st.one_of(st.sampled_from(MARKUP), st.text(max_size=20))
texts = st.lists(lines, max_size=8).flatmap(
    lambda all: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(all))
)
ids = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
nonblank = st.one_of(st.sampled_from(MARKUP), st.text(min_size=1, max_size=40)).filter(str.strip)
short = st.one_of(st.sampled_from(MARKUP), st.text(max_size=30))


def several(item: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(item, max_size=most).map(tuple)


questions = st.builds(
    Question,
    id=ids,
    prompt=st.builds(
        "{}{}".format, nonblank, st.one_of(st.just(""), texts.map("\n{}".format), texts.map("\n\n{}".format))
    ),
    guidance=texts,
    answer=texts,
    example=texts,
    points=several(short, 12),
    topics=several(st.one_of(short, st.text(alphabet="a\\, ", max_size=9)), 12),
    difficulty=st.integers(1, 3),
    seconds=st.integers(10, 3600),
    number=st.none() | st.text(max_size=20),
)
scales = st.builds(Dimension, id=ids, name=nonblank, steps=st.tuples(short, short, short, short))
decks = st.builds(
    Deck,
    title=nonblank,
    language=st.sampled_from(["en", "de", "zh-Hans"]),
    source=short,
    licence=short,
    author=short,
    description=texts,
    dimensions=st.just(DIMENSIONS)
    | st.lists(scales, min_size=1, max_size=3, unique_by=lambda each: each.id).map(tuple),
    questions=st.lists(questions, max_size=4, unique_by=lambda each: each.id).map(tuple),
)


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(decks)
def test_a_deck_comes_back_from_its_file_as_it_was(deck: Deck) -> None:
    """Parsing what was written gives the same deck, its texts normalised, whatever they contain."""
    assert parse(write(deck)) == normalised(deck)


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(decks)
def test_a_normalised_deck_is_its_own_normal_form(deck: Deck) -> None:
    """Normalising twice is normalising once, and a normalised deck is still a valid one."""
    once = normalised(deck)
    assert normalised(once) == once
    assert msgspec.convert(msgspec.to_builtins(once), Deck) == once


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(st.lists(lines, max_size=30).map("\n".join), st.booleans())
def test_any_text_is_a_deck_or_an_error_with_a_line(text: str, titled: bool) -> None:
    """Nothing but DeckError comes out of a text that is no deck, and it names a line of the text."""
    text = "# Title\n" + text if titled else text
    try:
        deck = parse(text)
    except DeckError as error:
        refused = error
    else:
        assert parse(write(deck)) == deck
        return
    assert 1 <= refused.line <= text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert refused.sentence.endswith(".")


DOCS = Path(__file__).parents[2] / "docs" / "deck-format.md"


def test_the_example_in_the_documentation_is_a_deck() -> None:
    """What the documentation shows is read as it says."""
    example = DOCS.read_text(encoding="utf-8").split("````markdown\n")[1].split("````")[0]
    deck = parse(example)
    assert (deck.title, deck.licence, deck.author) == ("Bread, for bakers", "CC BY 4.0", "A. Baker")
    assert deck.description.startswith("Questions for somebody")
    first, second = deck.questions
    assert (first.id, first.number, first.topics) == ("what-is-yeast", "1", ("basics", "fermentation"))
    assert first.points == ("alive", "sugar in, gas out", "heat ends it")
    assert second.id == "what-does-this-recipe-make-and-what-w"
    assert second.prompt.startswith("What does this recipe make, and what would you change?\n\n```text\n# flour")
    assert (second.difficulty, second.seconds, second.guidance) == (3, 120, "")
    assert parse(write(deck)) == deck


def test_scales_of_a_deck_replace_the_usual_ones() -> None:
    """A deck without scales is marked on the usual three; one with scales on its own."""
    assert parse("# T").dimensions == DIMENSIONS
    scales = parse("# T\n\n### Scale: Patience\n\n1. a\n2. b\n   c\n3.\n4. d\n\n## Q").dimensions
    assert scales == (Dimension(id="patience", name="Patience", steps=("a", "b c", "", "d")),)


def test_ids_are_made_and_kept_apart() -> None:
    """A question without an id gets one from its words that no other question has."""
    deck = parse("# T\n\n## What?\n\n## What?\n\n## What?\n\nid: what-2\n\n## ¿Ñandú?\n\n## 何?")
    assert [each.id for each in deck.questions] == ["what", "what-3", "what-2", "nandu", "question"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "Begin the file with the title"),
        ("\n\nHello", 1, "Begin the file with the title"),
        ("## Q", 1, "Begin the file with the title"),
        ("# T\n\n# U", 3, "one title"),
        ("# T\n\n## ", 3, "Write a title after the #"),
        ("# T\n\n### Answer", 3, "Write the question above"),
        ("# T\n\nlang: en", 3, 'did you mean "language:"'),
        ("# T\n\n## Q\n\ntopic: a", 5, 'did you mean "topics:"'),
        ("# T\n\n## Q\n\nnote: a", 5, "begin a text with a capital letter"),
        ("# T\n\n## Q\nid: a\nid: b", 5, "stands twice"),
        ("# T\n\n## Q\nid: a\nText", 5, "leave a blank line"),
        ("# T\n\n## Q\nid: A b", 3, "matching regex"),
        ("# T\n\n## Q\ndifficulty: hard", 4, "whole number"),
        ("# T\n\n## Q\ndifficulty: 4", 3, "<= 3"),
        ("# T\n\n## Q\nid: a\n\n## R\nid: a", 6, "already taken"),
        ("# T\n\n## Q\n\n### Anwser", 5, "A question has these parts"),
        ("# T\n\n## Q\n\n### Answer\n\n### answer", 7, "stands twice"),
        ("# T\n\n## Q\n\nMore\n\n### Question\n\nText", 7, "not both"),
        ("# T\n\n## Q\n\n### Question\n", 3, "length >= 1"),
        ("# T\n\n## Q\n\n### Talking points\n\nalive", 7, "talking point"),
        ("# T\n\n### Scale: S\n\n1. a", 3, "four steps"),
        (
            "# T\n\n### Scale: S\n\n1. a\n2. b\n3. c\n4. d\n\n### Scale: S\n\n1. a\n2. b\n3. c\n4. d",
            10,
            "already taken",
        ),
    ],
)
def test_an_error_names_its_line_and_what_to_do(text: str, line: int, says: str) -> None:
    """Each mistake that a person makes gets its line and a sentence."""
    with pytest.raises(DeckError, match=says) as refused:
        parse(text)
    assert refused.value.line == line
    assert str(refused.value) == f"Line {line}: {refused.value.sentence}"


def test_what_looks_like_structure_in_code_is_code() -> None:
    """A closed fence needs no escapes; one that is never closed hides no question."""
    deck = parse("# T\n\n## Q\n\n### Answer\n\n```\n## no\n### Answer\n```\n\n## R\n\n```\n\n## S")
    assert [each.title for each in deck.questions] == ["Q", "R", "S"]
    assert deck.questions[0].answer == "```\n## no\n### Answer\n```"
