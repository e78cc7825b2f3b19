"""Whose questions are whose in a swap: a deck dealt into two halves, or a deck that each brings."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import structs

from server import runtime
from server.bank.deck import Deck, rendered
from server.core.content import Content, Question
from server.core.halves import OTHER
from server.core.interview import WARMUP, Interview, Side

LONGEST_ID = 40

TOO_FEW = "A deck with one question can't be dealt into two halves. Choose another deck, or bring one each."
SHARED = "The other side asks some of these questions already. Choose another deck, or add one of your own."
NONE_LEFT = "Leave at least one question of the deck for the other side."


class Undealable(Exception):  # noqa: N818 - an answer to who filled a form in
    """The deck can't be dealt so. Its text is one sentence that says what to do."""


class Brought(NamedTuple):
    """The content of an interview with a deck that somebody brought, and the ids of its questions there."""

    content: Content
    questions: tuple[str, ...]


def deal(ids: tuple[str, ...], picked: tuple[str, ...]) -> dict[Side, tuple[str, ...]]:
    """Deal questions by chance into two disjoint halves, each in deck order.

    Args:
        ids: the questions, in deck order.
        picked: those that side a asks in any case.

    Raises:
        Undealable: one half would be empty.
    """
    if len(ids) < 2:
        raise Undealable(TOO_FEW)
    if len(picked) >= len(ids):
        raise Undealable(NONE_LEFT)
    rest = [id for id in ids if id not in picked]
    more = max(0, (len(ids) + 1) // 2 - len(picked))
    first = {*picked, *secrets.SystemRandom().sample(rest, more)}
    return {"a": tuple(id for id in ids if id in first), "b": tuple(id for id in ids if id not in first)}


def bring(interview: Interview, before: Content, side: Side, deck: Deck) -> Brought:
    """Put a deck into the place of the questions of `side`; the other side's stay as they are.

    Raises:
        Undealable: the other side has some of these questions.
    """
    kept_ids = frozenset(interview.halves.get(OTHER[side], ()))
    kept = tuple(question for question in before.questions if question.id in kept_ids)
    if {question.prompt for question in kept} & {question.prompt for question in deck.questions}:
        raise Undealable(SHARED)
    # What had another text under the same id counts as new, or the rules would take it for what is there already.
    changed = {question.id for question in before.questions if question not in deck.questions}
    new = distinct(deck.questions, kept_ids | changed)
    html = runtime.offload(lambda: {question.id: rendered(question) for question in new})
    after = structs.replace(
        before,
        questions=kept + new,
        rendered={**{question.id: before.rendered[question.id] for question in kept}, **html},
        source=_both(before.source, deck.source),
        licence=_both(before.licence, deck.licence),
        author=_both(before.author, deck.author),
    )
    return Brought(after, tuple(question.id for question in new))


def distinct(questions: Iterable[Question], taken: Iterable[str]) -> tuple[Question, ...]:
    """Return the questions with ids that are neither `taken`, nor the warm-up's, nor given twice."""
    used, found = {*taken, WARMUP}, []
    for question in questions:
        id, count = question.id, 1
        while id in used:
            count += 1
            id = f"{question.id[: LONGEST_ID - 1 - len(str(count))]}-{count}"
        used.add(id)
        found.append(question if id == question.id else structs.replace(question, id=id))
    return tuple(found)


def _both(one: str, other: str) -> str:
    return " · ".join(dict.fromkeys(filter(None, (*one.split(" · "), other))))
