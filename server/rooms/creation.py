"""A new interview: its state and its content, kept in SQL until somebody enters it."""

import msgspec
from msgspec.structs import replace

from server import db, runtime
from server.bank.deck import Deck, content
from server.core.interview import Interview, Role, Seat, Side
from server.rooms import dealing, parking
from server.rooms.choices import Choices
from server.rooms.parking import Parked


def create(person_id: str, deck: Deck, chosen: Choices, *, seated: bool, more: tuple[Role, ...] = ()) -> Interview:
    """Make and keep an interview with an interviewer's and a candidate's seat.

    Args:
        person_id: whose it is.
        deck: copied whole, so that questions beyond the plan can be asked.
        seated: whether the owner has the interviewer's seat from now on; if not, it is taken by its link.
        more: roles of further seats.
    """
    deck, chosen = _named(deck, chosen)
    halves, plans = _halves(deck, chosen)
    swaps = chosen.options.swap
    host = Seat(id="s1", role="interviewer", name=chosen.name, joined=seated, side="a" if swaps else None)
    guest = Seat(id="s2", role="candidate", side="b" if swaps else None)
    interview = Interview(
        id=db.new_id(),
        title=deck.title,
        created_ms=db.now_ms(),
        options=chosen.options,
        seats=(host, guest, *(Seat(id=f"s{number}", role=role) for number, role in enumerate(more, 3))),
        plans=plans,
        halves=halves,
        schedule=chosen.schedule,
        call=chosen.call,
    )
    copied = msgspec.json.encode(runtime.offload(content, deck))
    parking.keep(
        person_id,
        interview,
        Parked(rev=0, state=msgspec.json.encode(interview), content=copied),
        own_seat=host.id if seated else None,
    )
    return interview


def _named(deck: Deck, chosen: Choices) -> tuple[Deck, Choices]:
    """Return both with no question named like the warm-up."""
    renamed = dealing.distinct(deck.questions, ())
    names = {before.id: after.id for before, after in zip(deck.questions, renamed, strict=True)}
    return replace(deck, questions=renamed), replace(chosen, plan=tuple(names[id] for id in chosen.plan))


def _halves(deck: Deck, chosen: Choices) -> tuple[dict[Side, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    ids = tuple(question.id for question in deck.questions)
    match chosen.swap:
        case "no":
            return {}, {"s1": chosen.plan}
        case "bring":
            return {"a": ids, "b": ()}, {"s1": chosen.plan}
        case "dealt":
            halves = dealing.deal(ids, chosen.plan if chosen.picked else ())
            count = len(chosen.plan)
            first = chosen.plan if chosen.picked else halves["a"][:count]
            return halves, {"s1": first, "s2": halves["b"][:count]}
