"""Templates: a deck, a plan and options, kept by a person under a name. All functions need an application context."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.bank.deck import Deck, one_line
from server.rooms.choices import Choices
from server.saved.models import OriginRecord, TemplateRecord

LONGEST_NAME = 80
NAME_WANTED = f"Give the template a name of 1 to {LONGEST_NAME} characters."
NAME_TAKEN = "You have a template of that name already. Choose another name, or rename that one first."


class Body(Struct, frozen=True):
    """What a template keeps: the choices, for any start, and the deck that they were made for."""

    deck_id: str
    deck_title: str
    choices: Choices
    length_min: int | None = None


class Template(Struct, frozen=True):
    """A template of a person."""

    id: str
    name: str
    created_ms: int
    body: Body

    def missing(self, deck: Deck) -> tuple[str, ...]:
        """Return the planned questions that the deck does not have any more."""
        there = {question.id for question in deck.questions}
        return tuple(id for id in self.body.choices.plan if id not in there)


class BadName(Exception):  # noqa: N818 - an answer to who gave it
    """The name can't be used. Its text is one sentence that says what to do."""


def save(person_id: str, name: str, body: Body) -> str:
    """Keep a new template of the person; return its id.

    Raises:
        BadName: it is empty, too long, or taken.
    """
    row = TemplateRecord(
        id=db.new_id(),
        person_id=person_id,
        name=_named(name),
        created_ms=db.now_ms(),
        body=msgspec.json.encode(body),
    )
    id = row.id
    try:
        db.transact(lambda session: session.add(row))
    except IntegrityError:
        raise BadName(NAME_TAKEN) from None
    return id


def check_name(person_id: str, name: str) -> None:
    """Find out whether a template of the person can have this name, before anything else is stored for it.

    Raises:
        BadName: it is empty, too long, or taken.
    """
    if _named(name) in {each.name for each in templates_of(person_id)}:
        raise BadName(NAME_TAKEN)


def templates_of(person_id: str) -> list[Template]:
    """Return the templates of a person, by name."""

    def work(session: Session) -> list[Template]:
        rows = session.scalars(select(TemplateRecord).where(TemplateRecord.person_id == person_id))
        return sorted(map(_template, rows), key=lambda each: each.name.casefold())

    return db.transact(work)


def template(person_id: str, id: str) -> Template | None:
    """Return the template if it is the person's; a foreign one is as unknown as one that never was."""

    def work(session: Session) -> Template | None:
        row = _row(session, person_id, id)
        return _template(row) if row else None

    return db.transact(work)


def rename(person_id: str, id: str, name: str) -> None:
    """Give the person's template another name.

    Raises:
        BadName: it is empty, too long, or taken by another.
    """
    named = _named(name)

    def work(session: Session) -> None:
        row = _row(session, person_id, id)
        if row is not None:
            row.name = named

    try:
        db.transact(work)
    except IntegrityError:
        raise BadName(NAME_TAKEN) from None


def change_deck(person_id: str, id: str, deck_id: str, deck: Deck) -> None:
    """Let the person's template use another deck: of its plan, what is there; if nothing is, the first ones."""

    def work(session: Session) -> None:
        row = _row(session, person_id, id)
        if row is None:
            return
        body = _template(row).body
        there = [question.id for question in deck.questions]
        plan = tuple(id for id in body.choices.plan if id in there) or tuple(there[: len(body.choices.plan)])
        changed = replace(body, deck_id=deck_id, deck_title=deck.title, choices=replace(body.choices, plan=plan))
        row.body = msgspec.json.encode(changed)

    db.transact(work)


def remove(person_id: str, id: str) -> bool:
    """Delete a template of the person; interviews made from it stay. Tell whether there was one."""
    gone = delete(TemplateRecord).where(TemplateRecord.id == id, TemplateRecord.person_id == person_id)
    return db.transact(lambda session: session.scalar(gone.returning(TemplateRecord.id)) is not None)


def form_of(body: Body) -> dict[str, str]:
    """Return the fields of the form of a new interview that say this, with its parts open."""
    chosen, options = body.choices, body.choices.options
    fields = {
        "show": "template",
        "name": chosen.name,
        "answering": options.answering,
        "think_s": "" if options.think_s is None else str(options.think_s),
        "answer_s": str(options.answer_s or ""),
        "expiry": options.expiry,
        "on_lost": options.on_lost,
        "show_count": "yes" if options.show_count else "no",
        "swap": chosen.swap,
        "call": chosen.call,
        "length_min": str(body.length_min or ""),
    }
    if chosen.swap != "no" and not chosen.picked:
        return fields | {"count": str(len(chosen.plan))}
    order = {f"order-{id}": str(number) for number, id in enumerate(chosen.plan, 1)}
    return fields | {"order_of": body.deck_id} | order


def remember(interview_id: str, template_id: str | None, asked: tuple[str, ...] = ()) -> None:
    """Remember what an interview was made from.

    Args:
        asked: the questions asked in the interviews that it continues.
    """
    row = OriginRecord(interview_id=interview_id, template_id=template_id, asked=msgspec.json.encode(asked))
    db.transact(lambda session: session.add(row))


def origin(interview_id: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the template that an interview was made from, if any, and what was asked before it."""

    def work(session: Session) -> tuple[str | None, tuple[str, ...]]:
        row = session.get(OriginRecord, interview_id)
        if row is None:
            return None, ()
        return row.template_id, msgspec.json.decode(row.asked, type=tuple[str, ...])

    return db.transact(work)


def _named(name: str) -> str:
    named = one_line(name)
    if not 1 <= len(named) <= LONGEST_NAME:
        raise BadName(NAME_WANTED)
    return named


def _row(session: Session, person_id: str, id: str) -> TemplateRecord | None:
    return session.scalar(select(TemplateRecord).where(TemplateRecord.id == id, TemplateRecord.person_id == person_id))


def _template(row: TemplateRecord) -> Template:
    body = msgspec.json.decode(row.body, type=Body)
    return Template(id=row.id, name=row.name, created_ms=row.created_ms, body=body)
