"""A new interview: its state and its content, kept in SQL until somebody enters it."""

import msgspec
from msgspec.structs import replace

from server import db, runtime
from server.bank.deck import Deck, content
from server.core.interview import Interview, Options, Role, Seat, Side
from server.rooms import dealing, parking
from server.rooms.choices import Choices
from server.rooms.parking import Parked


def create(
    person_id: str,
    deck: Deck,
    chosen: Choices,
    *,
    seated: bool,
    more: tuple[Role, ...] = (),
    title: str = "",
    coached: bool = False,
) -> Interview:
    """Make and keep an interview with an interviewer's and a candidate's seat.

    Args:
        person_id: whose it is.
        deck: copied whole, so that questions beyond the plan can be asked.
        seated: whether the owner has the interviewer's seat from now on; if not, it is taken by its link.
        more: roles of further seats.
        title: what it is called; as the deck, if not given.
        coached: whether it is a room of a class, with a last seat from which the coach acts, and may come in to watch.
    """
    deck, names = _named(deck)
    chosen = replace(chosen, plan=tuple(names[id] for id in chosen.plan))
    halves, plans = _halves(deck, chosen)
    swaps = chosen.options.swap
    host = Seat(id="s1", role="interviewer", name=chosen.name, joined=seated, side="a" if swaps else None)
    guest = Seat(id="s2", role="candidate", side="b" if swaps else None)
    roles: tuple[Role, ...] = (*more, "observer") if coached else more
    interview = Interview(
        id=db.new_id(),
        title=title or deck.title,
        created_ms=db.now_ms(),
        options=chosen.options,
        seats=(host, guest, *(Seat(id=f"s{number}", role=role) for number, role in enumerate(roles, 3))),
        plans=plans,
        halves=halves,
        schedule=chosen.schedule,
        call=chosen.call,
        coach=f"s{2 + len(roles)}" if coached else None,
    )
    _keep(person_id, interview, deck, own_seat=host.id if seated else None)
    return interview


def create_alone(person_id: str, deck: Deck, plan: tuple[str, ...], options: Options) -> Interview:
    """Make and keep an interview that its owner has with themself: the one seat is a soloist's, and taken.

    Args:
        person_id: whose it is.
        deck: copied whole.
        plan: the ids of its questions, in the order in which they are asked.
        options: how it is answered and timed.
    """
    deck, names = _named(deck)
    # Nobody asks a soloist whether their typing may be kept, so what it came to is.
    interview = Interview(
        id=db.new_id(),
        title=deck.title,
        created_ms=db.now_ms(),
        options=options,
        seats=(Seat(id="s1", role="soloist", joined=True, replay=False),),
        plans={"s1": tuple(names[id] for id in plan)},
    )
    _keep(person_id, interview, deck, own_seat="s1")
    return interview


def _keep(person_id: str, interview: Interview, deck: Deck, own_seat: str | None) -> None:
    copied = msgspec.json.encode(runtime.offload(content, deck))
    parked = Parked(rev=0, state=msgspec.json.encode(interview), content=copied)
    parking.keep(person_id, interview, parked, own_seat)


def _named(deck: Deck) -> tuple[Deck, dict[str, str]]:
    """Return the deck with no question named like the warm-up, and what each question is called now."""
    renamed = dealing.distinct(deck.questions, ())
    names = {before.id: after.id for before, after in zip(deck.questions, renamed, strict=True)}
    return replace(deck, questions=renamed), names


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
