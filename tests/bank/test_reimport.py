"""Import again: the newer version of a deck's document."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from server.bank import kept as keeping
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.deckfile import parse, write
from server.bank.kept import Kept, imported
from server.bank.reimport import merge
from server.core.content import Question
from tests.bank.growth import grows

LONG = "It keeps the order of what was put in, and finds each thing by its place, which is counted from zero."
ONE = Question(id="list", number="1", prompt="What is a list in Python?", answer=LONG)
TWO = Question(id="dict", number="2", prompt="What is a dict in Python?", answer="A table of keys and values.")
THREE = Question(id="gil", number="3", prompt="Why is there a global interpreter lock?", answer="Counting references.")
DOCUMENT = Deck(title="Python", questions=(ONE, TWO, THREE))


def of(*questions: Question, title: str = "Python") -> Deck:
    """A document as the importer has it, its ids made anew from the prompts."""
    made = []
    taken: set[str] = set()
    for each in questions:
        id = keeping.unused(keeping.slug(each.prompt), taken)
        taken.add(id)
        made.append(replace(each, id=id))
    return Deck(title=title, questions=tuple(made))


def ids(kept: Kept) -> list[str]:
    return [each.id for each in kept.deck.questions]


def kinds(kept: Kept, document: Deck) -> list[tuple[str, str]]:
    return [(change.kind, change.id) for change in merge(kept, document).changes]


words = st.text("ab cé字1?", max_size=12)
question = st.builds(
    Question,
    id=st.just("x"),
    prompt=st.text("ab cé字1?", min_size=1, max_size=12).filter(str.strip),
    answer=words,
    guidance=words,
    topics=st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple),
    number=st.none() | st.sampled_from(["1", "2", "Q3"]),
)
documents = st.lists(question, max_size=8).map(lambda questions: of(*questions))


@given(documents, documents, st.booleans())
def test_the_same_document_again_changes_nothing(first: Deck, second: Deck, with_ids: bool) -> None:
    """Neither of the deck, nor of what is remembered, whether right away or after other versions."""
    own = [each.id for each in (*first.questions, *second.questions)] if with_ids else ()
    kept = imported(first, own_ids=own)
    again = merge(kept, first, own)
    assert (again.kept, again.changes, again.moved) == (kept, (), False)
    newer = merge(kept, second, own).kept
    again = merge(newer, second, own)
    assert (again.kept, again.changes, again.moved) == (newer, (), False)


@given(documents, documents)
def test_ids_stay_nothing_is_doubled_and_nothing_is_lost(first: Deck, second: Deck) -> None:
    """Each question of the deck is still there; each of the document stands once, in the document's order."""
    kept = imported(first)
    merged = merge(kept, second)
    after = ids(merged.kept)
    assert len(set(after)) == len(after)
    assert set(ids(kept)) <= set(after)
    there = [each for each in merged.kept.deck.questions if not merged.kept.trace(each.id).gone]
    assert [(each.prompt, each.answer) for each in there] == [(each.prompt, each.answer) for each in second.questions]
    changed = {change.id for change in merged.changes}
    for each in kept.deck.questions:
        assert each.id in changed or each in merged.kept.deck.questions


@given(documents, documents, st.randoms(use_true_random=False), question)
def test_what_the_person_wrote_is_never_overwritten(
    first: Deck, second: Deck, rng: random.Random, own: Question
) -> None:
    """An edited field stays whatever the document says of it; a question of one's own and a dropped one do, too."""
    kept = keeping.added(imported(first), replace(own, id="mine-alone", answer="Mine alone."))
    dropped = None
    if first.questions:
        edited = rng.choice(first.questions)
        kept = keeping.edited(kept, replace(edited, prompt="Asked by hand?", guidance="By hand."))
        dropped = rng.choice(first.questions).id
        if dropped != edited.id:
            kept = keeping.dropped(kept, dropped)
    for document in (second, first, second):
        kept = merge(kept, document).kept
    assert "Mine alone." in [each.answer for each in kept.deck.questions]
    if first.questions:
        assert kept.question(edited.id).guidance == "By hand."
        assert (dropped not in ids(kept)) == (dropped != edited.id)
    again = merge(kept, second)
    assert (again.kept, again.changes) == (kept, ())


def test_what_is_changed_added_and_gone_is_told_apart() -> None:
    """A newer version with each kind of change, its numbers moved on by one."""
    kept = imported(DOCUMENT)
    new = Question(id="x", number="1", prompt="What is a set in Python?", answer="Things, each once.")
    better = replace(ONE, number="2", answer="A mutable sequence.")
    worded = replace(THREE, prompt="Why does a global interpreter lock exist?")
    merged = merge(kept, of(new, better, worded))
    assert [(change.kind, change.id, change.fields) for change in merged.changes] == [
        ("added", "what-is-a-set-in-python", ()),
        ("changed", "list", ("answer", "number")),
        ("changed", "gil", ("prompt",)),
        ("gone", "dict", ()),
    ]
    assert ids(merged.kept) == ["what-is-a-set-in-python", "list", "dict", "gil"]
    assert merged.kept.question("list").answer == "A mutable sequence."
    assert merged.kept.question("dict") == TWO
    assert merged.kept.trace("dict").gone
    back = merge(merged.kept, DOCUMENT)
    assert ("back", "dict") in [(change.kind, change.id) for change in back.changes]
    assert not back.kept.trace("dict").gone


def test_only_the_field_that_the_person_edited_is_theirs() -> None:
    """Talking points added by hand do not keep a corrected answer out."""
    kept = keeping.edited(imported(DOCUMENT), replace(ONE, points=("ordered", "mutable")))
    merged = merge(kept, of(replace(ONE, answer="Better."), TWO, THREE))
    assert [(change.kind, change.fields) for change in merged.changes] == [("changed", ("answer",))]
    assert merged.kept.question("list") == replace(ONE, answer="Better.", points=("ordered", "mutable"))


def test_where_both_sides_edited_theirs_stays_and_the_document_s_is_offered() -> None:
    """The offer stays until it is taken or refused, is renewed by a newer version, and never comes twice."""
    kept = keeping.edited(imported(DOCUMENT), replace(ONE, answer="Mine."))
    second = of(replace(ONE, answer="Theirs."), TWO, THREE)
    merged = merge(kept, second)
    assert [(change.kind, change.id, change.fields) for change in merged.changes] == [("offered", "list", ("answer",))]
    assert merged.kept.question("list").answer == "Mine."
    offered = merged.kept.trace("list").offered
    assert offered is not None
    assert (offered.id, offered.answer) == ("list", "Theirs.")
    assert kinds(merged.kept, second) == []
    refused = keeping.settled(merged.kept, "list")
    assert refused.question("list").answer == "Mine."
    assert refused.trace("list").offered is None
    assert kinds(refused, second) == []
    taken = keeping.settled(merged.kept, "list", take=True)
    assert taken.question("list").answer == "Theirs."
    assert kinds(taken, second) == []
    third = merge(merged.kept, of(replace(ONE, answer="Theirs again."), TWO, THREE))
    assert third.kept.trace("list").offered == replace(ONE, answer="Theirs again.")
    by_hand = keeping.edited(merged.kept, replace(ONE, answer="Theirs."))
    assert by_hand.trace("list").offered is None


def test_the_document_s_ids_are_believed() -> None:
    """With the same id, a question may change all of its texts; an id that only numbers what has moved is a number."""
    own = ["a", "b", "c"]
    kept = imported(
        Deck(title="T", questions=tuple(replace(q, id=i) for q, i in zip(DOCUMENT.questions, own, strict=False))),
        None,
        own,
    )
    rewritten = Deck(title="T", questions=(Question(id="b", prompt="Qu'est-ce qu'un dictionnaire ?", answer="Oui."),))
    merged = merge(kept, rewritten, own)
    assert [(change.kind, change.id) for change in merged.changes] == [("changed", "b"), ("gone", "a"), ("gone", "c")]
    new = Question(id="a", prompt="What is a tuple?", answer="A row.")
    shifted = Deck(title="T", questions=(new, replace(ONE, id="b"), replace(TWO, id="c"), replace(THREE, id="d")))
    merged = merge(kept, shifted, ["a", "b", "c", "d"])
    assert [(change.kind, change.id) for change in merged.changes] == [("added", "a-2")]


def test_a_deck_file_written_edited_and_read_again_keeps_its_ids() -> None:
    """The format gives ids; a question reworded in the file is the same question."""
    deck = builtin()
    own = [each.id for each in deck.questions]
    text = write(deck).replace(deck.questions[0].prompt, "Something else altogether?", 1)
    merged = merge(imported(deck, None, own), parse(text), own)
    assert [(change.kind, change.id) for change in merged.changes] == [("changed", deck.questions[0].id)]


def test_who_put_the_questions_in_another_order_keeps_it() -> None:
    """Unless the document has another order than before; what is new stands after what it follows there."""
    kept = keeping.moved(imported(DOCUMENT), "gil", 0)
    new = Question(id="x", prompt="Which is the tallest tree?")
    assert ids(merge(kept, of(ONE, new, TWO, THREE)).kept) == ["gil", "list", "which-is-the-tallest-tree", "dict"]
    merged = merge(kept, of(THREE, TWO, ONE))
    assert (ids(merged.kept), merged.moved) == (["gil", "dict", "list"], True)


def test_a_gone_question_that_stays_is_one_s_own() -> None:
    """It is flagged once; after it was settled no import says so again."""
    merged = merge(imported(DOCUMENT), of(ONE, TWO))
    assert kinds(merged.kept, of(ONE, TWO)) == []
    settled = keeping.settled(merged.kept, "gil")
    assert not settled.trace("gil").gone
    assert kinds(settled, of(ONE, TWO)) == []
    assert settled.question("gil") == THREE


def test_what_the_review_left_out_does_not_come_with_the_next_version() -> None:
    """Dropped and edited in the review counts as dropped and edited by the person."""
    reviewed = Deck(title="Python", questions=(replace(ONE, answer="Edited."), THREE))
    kept = imported(reviewed, DOCUMENT)
    assert kinds(kept, of(ONE, TWO, THREE)) == []
    assert kept.dropped == (TWO,)
    assert ids(keeping.put_back(kept, "dict", 1)) == ["list", "dict", "gil"]


def test_what_the_deck_does_not_say_is_taken_from_the_document() -> None:
    """A licence that is new in the document is taken over, one's own title stays."""
    kept = imported(replace(DOCUMENT, title="Mine", author="Me"))
    document = replace(of(ONE, TWO, THREE), licence="MIT", author="Somebody")
    deck = merge(kept, document).kept.deck
    assert (deck.title, deck.licence, deck.author) == ("Mine", "MIT", "Me")


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("What is the difference between a list and a tuple?", "What's the difference between lists and tuples?", True),
        ("Explain the desicion tree algorithm.", "Explain the decision tree algorithm.", True),
        ("What is a closure?", "What is a generator?", False),
        ("什么是装饰器？", "请解释什么是装饰器？", True),
        ("ما هو المزخرف؟", "ما هو المولد؟", False),
        ("How do you reverse a linked list?", "How do you detect a cycle in a linked list?", False),
    ],
)
def test_a_prompt_is_recognised_for_its_rare_words(before: str, after: str, same: bool) -> None:
    """Reworded is the same question, another term is another one, in any script."""
    others = [each for each in builtin().questions if each.prompt != before]
    others += [
        Question(id=f"o{i}", prompt=text)
        for i, text in enumerate(("什么是生成器？", "ما هو القاموس؟", "What is a linked list?"))
    ]
    old = of(*others, Question(id="x", prompt=before))
    merged = merge(imported(old), of(*others, Question(id="x", prompt=after)))
    assert [change.kind for change in merged.changes] == (["changed"] if same else ["added", "gone"])


@pytest.mark.no_cover  # its work is what is measured
def test_the_work_of_a_merge_grows_with_the_questions() -> None:
    """Every prompt reworded and every answer changed is the slowest case."""
    rng = random.Random(1)
    vocabulary = ["".join(rng.choices("abcdefghijklmnoprstu", k=rng.randint(3, 9))) for _ in range(3000)]

    def versions(count: int) -> tuple[Deck, Deck]:
        prompts = [" ".join(["What is", *rng.choices(vocabulary, k=8)]) for _ in range(count)]
        first = of(*(Question(id="x", prompt=prompt, answer=f"{prompt} A.") for prompt in prompts))
        second = of(*(Question(id="x", prompt=f"{prompt}, please", answer=f"{prompt} B.") for prompt in prompts))
        return first, second

    def merged(decks: tuple[Deck, Deck]) -> None:
        assert {change.kind for change in merge(imported(decks[0]), decks[1]).changes} == {"changed"}

    grows(merged, versions, 2000)
