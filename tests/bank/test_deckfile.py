"""The deck file: what a person may write, and that nothing is lost."""

import msgspec
from hypothesis import given
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
    description=texts,
    dimensions=st.just(DIMENSIONS)
    | st.lists(scales, min_size=1, max_size=3, unique_by=lambda each: each.id).map(tuple),
    questions=st.lists(questions, max_size=4, unique_by=lambda each: each.id).map(tuple),
)


@given(decks)
def test_a_deck_comes_back_from_its_file_as_it_was(deck: Deck) -> None:
    """Parsing what was written gives the same deck, its texts normalised, whatever they contain."""
    assert parse(write(deck)) == normalised(deck)


@given(decks)
def test_a_normalised_deck_is_its_own_normal_form(deck: Deck) -> None:
    """Normalising twice is normalising once, and a normalised deck is still a valid one."""
    once = normalised(deck)
    assert normalised(once) == once
    assert msgspec.convert(msgspec.to_builtins(once), Deck) == once


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
