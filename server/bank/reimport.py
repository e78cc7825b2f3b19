"""Import again: a deck takes over what the newer version of its document says. Pure.

Field by field: what the person has not touched since the last import follows the document; what only the person has
changed stays theirs; where both have changed, theirs stays and the document's version is offered. What the document has
no more is flagged and kept, what the person took out stays out, what they wrote by hand stays where it stood.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from server.bank.deck import Deck
from server.bank.kept import FIELDS, Kept, Trace, digests
from server.bank.matching import Known, matched
from server.bank.question_ids import slug, unused
from server.core.content import Question

TEXTS = ("prompt", "guidance", "answer", "example")
FILLED = ("source", "licence", "author", "description")


class Change(Struct, frozen=True, kw_only=True):
    """What importing again does to one question.

    `added`: new in the document. `changed`: follows the document in `fields`. `offered`: edited on both sides in
    `fields`; the person's stays, the document's is in `offered`. `gone`: in the document no more, kept and flagged.
    `back`: it was gone, and is there again. `before` and `after` are the question of the deck.
    """

    kind: Literal["added", "changed", "offered", "gone", "back"]
    id: str
    before: Question | None = None
    after: Question | None = None
    offered: Question | None = None
    fields: tuple[str, ...] = ()


class Merged(Struct, frozen=True, kw_only=True):
    """The deck after importing again, and what is different; `moved` if the order of the old questions is."""

    kept: Kept
    changes: tuple[Change, ...] = ()
    moved: bool = False


def merge(kept: Kept, document: Deck, own_ids: Collection[str] = ()) -> Merged:
    """Take over the newer version of a deck's document; no id changes, nothing is doubled, nothing is lost.

    The same version twice changes nothing the second time. Title, language and scales stay those of the deck; source,
    licence, author and description are filled where it has none.

    Args:
        kept: the deck as it is kept.
        document: the newer version as it was understood (`importers.preview.deck_of`).
        own_ids: the ids in it that the document itself gave (`importers.preview.own_ids`).
    """
    old = _known(kept)
    pairs = matched(old, document.questions, own_ids)
    taken = {each.question.id for each in old}
    questions: dict[str, Question] = {}
    traces = dict(kept.traces)
    changes, order = [], []
    for place, new in enumerate(document.questions):
        mine = old[pairs[place]].question if place in pairs else None
        own_id = new.id if new.id in own_ids else None
        new = replace(new, id=mine.id if mine else unused(own_id or slug(new.prompt), taken))
        taken.add(new.id)
        trace = kept.trace(new.id)
        after, ours = _merged(mine, new, trace.imported or {}) if mine else (new, ())
        offered = new if (ours or trace.offered) and digests(new) != digests(after) else None
        traces[new.id] = Trace(
            imported=digests(new), place=place, own=own_id, offered=offered, dropped=after if trace.dropped else None
        )
        if not trace.dropped:
            order.append(new.id)
            questions[new.id] = after
            changes += _changes(mine, after, trace, offered, ours)
    for each in kept.deck.questions:
        trace = kept.trace(each.id)
        if each.id not in questions:
            questions[each.id] = each
            if trace.imported is not None and not trace.gone:
                traces[each.id] = replace(trace, gone=True, place=None)
                changes.append(Change(kind="gone", id=each.id, before=each, after=each))
    before = [each.id for each in kept.deck.questions]
    ids = _woven(before, order) if _is_in_order(kept, order) else _woven(order, before)
    there = set(before)
    return Merged(
        kept=Kept(
            deck=replace(_filled(kept.deck, document), questions=tuple(questions[id] for id in ids)), traces=traces
        ),
        changes=tuple(changes),
        moved=[id for id in ids if id in there] != before,
    )


def _known(kept: Kept) -> list[Known]:
    """Return the questions of a deck, those that the document still had at the last import first."""
    there = sorted(kept.deck.questions, key=lambda each: kept.trace(each.id).gone)
    return [
        Known(each, trace.imported or digests(each), trace.place, trace.own)
        for each in (*there, *kept.dropped)
        for trace in (kept.trace(each.id),)
    ]


def _merged(mine: Question, new: Question, imported: dict[str, str]) -> tuple[Question, tuple[str, ...]]:
    """Return a question after importing again, and the fields that both sides have changed."""
    mine_now, new_now = digests(mine), digests(new)
    taken: dict[str, Any] = {}
    both = []
    for field in FIELDS:
        before = imported.get(field)
        if new_now[field] == mine_now[field] or new_now[field] == before:
            continue
        if mine_now[field] == before or (before is None and not getattr(mine, field)):
            taken[field] = getattr(new, field)
        elif before is not None or (field in TEXTS and getattr(new, field)):
            both.append(field)
    return replace(mine, **taken), tuple(both)


def _changes(
    mine: Question | None, after: Question, trace: Trace, offered: Question | None, ours: tuple[str, ...]
) -> list[Change]:
    if mine is None:
        return [Change(kind="added", id=after.id, after=after)]
    if ours:
        return [Change(kind="offered", id=after.id, before=mine, after=after, offered=offered, fields=ours)]
    fields = tuple(field for field in FIELDS if getattr(mine, field) != getattr(after, field))
    if trace.gone or fields:
        return [Change(kind="back" if trace.gone else "changed", id=after.id, before=mine, after=after, fields=fields)]
    return []


def _is_in_order(kept: Kept, order: Sequence[str]) -> bool:
    """Tell whether the document has the questions in the order that it had; then the person's order stands."""
    places = [place for id in order if (place := kept.trace(id).place) is not None]
    return places == sorted(places)


def _woven(main: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return `main` with what only `other` has, each after what it follows there."""
    there = set(main)
    following: dict[str | None, list[str]] = defaultdict(list)
    last = None
    for id in other:
        if id in there:
            last = id
        else:
            following[last].append(id)
    return [*following[None], *(each for id in main for each in (id, *following[id]))]


def _filled(deck: Deck, document: Deck) -> Deck:
    return replace(deck, **{field: getattr(deck, field) or getattr(document, field) for field in FILLED})
