"""A deck with what is remembered beside it: what its document said of each question, and what was taken out. Pure.

Every change of a deck that a person keeps is one of these functions, from a `Kept` to a `Kept`, given to
`models.change`. Ids of questions never change: marks and schedules hang on them.
"""

import hashlib
from collections.abc import Collection

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.bank.deck import Deck
from server.bank.question_ids import slug, unused
from server.core.content import Question

FIELDS = ("prompt", "guidance", "answer", "example", "points", "topics", "difficulty", "seconds", "number")


class Trace(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered beside a question.

    `imported` has a digest of each of `FIELDS` as the document had it last, None where no document did; `place` is its
    place there, `own` the id that the document itself gave. `gone`: a newer version of the document has it no more.
    `offered` is the newer version where the person had edited the same field. `dropped` is the question as it was
    when the person took it out: it is no more in the deck, can be put back, and importing again does not bring it.
    """

    imported: dict[str, str] | None = None
    place: int | None = None
    own: str | None = None
    gone: bool = False
    offered: Question | None = None
    dropped: Question | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """A deck and the traces of its questions by id; a question without one was written by hand."""

    deck: Deck
    traces: dict[str, Trace] = {}

    def trace(self, id: str) -> Trace:
        """Return what is remembered beside a question."""
        return self.traces.get(id, NO_TRACE)

    def question(self, id: str) -> Question:
        """Return the question of the deck with this id; KeyError if there is none."""
        return self.deck.questions[self.place(id)]

    def place(self, id: str) -> int:
        """Return where in the deck this question stands, from 0; KeyError if there is none."""
        for place, each in enumerate(self.deck.questions):
            if each.id == id:
                return place
        raise KeyError(id)

    @property
    def dropped(self) -> tuple[Question, ...]:
        """Return the questions that were taken out and can be put back."""
        return tuple(trace.dropped for trace in self.traces.values() if trace.dropped)


NO_TRACE = Trace()


def digests(question: Question) -> dict[str, str]:
    """Return a digest of each field of a question: by them an edit is told from what the document said."""
    return {field: hashlib.sha256(msgspec.json.encode(getattr(question, field))).hexdigest()[:16] for field in FIELDS}


def imported(deck: Deck, document: Deck | None = None, own_ids: Collection[str] = ()) -> Kept:
    """Return a deck that was made from a document, to be kept.

    Args:
        deck: as the person has reviewed it.
        document: as the document was understood, before the review; the same as `deck` if None.
        own_ids: the ids that the document itself gave (`importers.preview.own_ids`).
    """
    there = {question.id for question in deck.questions}
    traces = {
        question.id: Trace(
            imported=digests(question),
            place=place,
            own=question.id if question.id in own_ids else None,
            dropped=None if question.id in there else question,
        )
        for place, question in enumerate((document or deck).questions)
    }
    return Kept(deck=deck, traces=traces)


def edited(kept: Kept, question: Question) -> Kept:
    """Replace the question of the same id. An offered newer version that it has become is offered no more.

    Raises:
        KeyError: there is no such question.
    """
    place, questions = kept.place(question.id), kept.deck.questions
    trace = kept.trace(question.id)
    if trace.offered is not None and digests(trace.offered) == digests(question):
        trace = replace(trace, offered=None)
    return _with(kept, (*questions[:place], question, *questions[place + 1 :]), question.id, trace)


def added(kept: Kept, question: Question, place: int | None = None) -> Kept:
    """Add a question, with an id of its own if the one it has is taken, at a place from 0, at the end if None."""
    questions = kept.deck.questions
    taken = {each.id for each in questions} | kept.traces.keys()
    question = replace(question, id=unused(question.id or slug(question.prompt), taken))
    at = len(questions) if place is None else place
    return _with(kept, (*questions[:at], question, *questions[at:]))


def dropped(kept: Kept, id: str) -> Kept:
    """Take a question out; `put_back` undoes it as long as the deck is kept.

    Raises:
        KeyError: there is no such question.
    """
    question = kept.question(id)
    questions = tuple(each for each in kept.deck.questions if each.id != id)
    return _with(kept, questions, id, replace(kept.trace(id), dropped=question))


def put_back(kept: Kept, id: str, place: int | None = None) -> Kept:
    """Put a dropped question back, at a place from 0, at the end if None.

    Raises:
        KeyError: no question of this id was dropped.
    """
    trace = kept.traces[id]
    if trace.dropped is None:
        raise KeyError(id)
    questions = kept.deck.questions
    at = len(questions) if place is None else place
    return _with(kept, (*questions[:at], trace.dropped, *questions[at:]), id, replace(trace, dropped=None))


def moved(kept: Kept, id: str, place: int) -> Kept:
    """Move a question to a place, from 0.

    Raises:
        KeyError: there is no such question.
    """
    question = kept.question(id)
    others = tuple(each for each in kept.deck.questions if each.id != id)
    return _with(kept, (*others[:place], question, *others[place:]))


def settled(kept: Kept, id: str, take: bool = False) -> Kept:
    """Answer what importing again asked of a question: an offered version is taken or refused, a gone one stays.

    A gone question that stays is the person's own from then on.

    Args:
        take: take the version that the document offers; without one, nothing of the question changes.

    Raises:
        KeyError: there is no such question.
    """
    place, questions, trace = kept.place(id), kept.deck.questions, kept.trace(id)
    question = trace.offered if take and trace.offered else questions[place]
    settled = NO_TRACE if trace.gone else replace(trace, offered=None)
    return _with(kept, (*questions[:place], replace(question, id=id), *questions[place + 1 :]), id, settled)


def redescribed(kept: Kept, deck: Deck) -> Kept:
    """Take over all of `deck` but its questions: title, language, source, licence, author, description, scales."""
    return replace(kept, deck=replace(deck, questions=kept.deck.questions))


def _with(kept: Kept, questions: tuple[Question, ...], id: str = "", trace: Trace = NO_TRACE) -> Kept:
    """Return the deck with other questions and, where an id is given, with that trace."""
    traces = kept.traces
    if id:
        traces = {other: each for other, each in traces.items() if other != id}
        if trace != NO_TRACE:
            traces[id] = trace
    return Kept(deck=replace(kept.deck, questions=questions), traces=traces)
