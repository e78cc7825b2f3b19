"""What a review of a document sends back, checked, and the deck that is made of it."""

import msgspec
from msgspec import Struct, structs

from server.bank import kept
from server.bank.deck import Deck, one_line
from server.bank.importers.preview import Preview, Unreadable, deck_of, own_ids
from server.bank.kept import Kept
from server.core.content import Question

NOT_WHOLE = "That did not arrive whole, and nothing was stored. Show the document again, then store it."


class NotKept(ValueError):  # noqa: N818  # the house's way: a refusal is named for what it says
    """What a review sent and no deck can be made of; the message is for the person who sent it."""


class Reviewed(Struct, frozen=True):
    """A document as it was understood, and the preview that a review made of it."""

    document: Preview
    preview: Preview


def reviewed(document: str, preview: str) -> Reviewed:
    """Read what a review sends: the document as it was understood and, unless it was left as it is, what became of it.

    Raises:
        NotKept: it is not whole.
    """
    try:
        before = msgspec.json.decode(document, type=Preview)
        return Reviewed(before, msgspec.json.decode(preview, type=Preview) if preview else before)
    except msgspec.DecodeError:
        raise NotKept(NOT_WHOLE) from None


def to_keep(sent: Reviewed) -> Kept:
    """Return the deck that a review has come to, with what importing again needs to know.

    Raises:
        NotKept: there is no question in it, or more in a text than a deck takes.
    """
    deck, document = checked(sent.preview), _deck(sent.document)
    there = {question.id for question in deck.questions}
    known = tuple(each for each in document.questions if each.id in there or not _too_much(each))
    return kept.imported(deck, structs.replace(document, questions=known), own_ids(sent.document))


def checked(preview: Preview) -> Deck:
    """Return the deck of a preview, within the limits of one.

    Raises:
        NotKept: there is no question in it, or more in a text than a deck takes; the message names the question.
    """
    deck = _deck(preview)
    for position, question in enumerate(deck.questions, 1):
        if wrong := _too_much(question):
            raise NotKept(f"Question {position} is more than a deck takes ({wrong}), and nothing was stored.")
    if len({question.id for question in deck.questions}) < len(deck.questions):
        raise NotKept(NOT_WHOLE)
    deck = structs.replace(
        deck, source=one_line(deck.source), licence=one_line(deck.licence), author=one_line(deck.author)
    )
    try:
        return msgspec.json.decode(msgspec.json.encode(deck), type=Deck)
    except msgspec.ValidationError as error:
        raise NotKept(f"What is said about the deck is more than it takes ({error}), and nothing was stored.") from None


def _deck(preview: Preview) -> Deck:
    try:
        return deck_of(preview)
    except Unreadable as unreadable:
        raise NotKept(str(unreadable)) from None


def _too_much(question: Question) -> str:
    try:
        msgspec.json.decode(msgspec.json.encode(question), type=Question)
    except msgspec.ValidationError as error:
        return str(error)
    return ""
