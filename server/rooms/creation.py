"""A new interview: its state and its content, kept in SQL until somebody enters it."""

import msgspec

from server import db, runtime
from server.bank.deck import Deck, content
from server.core.interview import Interview, Role, Seat
from server.rooms import parking
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
    host = Seat(id="s1", role="interviewer", name=chosen.name, joined=seated)
    guests: tuple[Role, ...] = ("candidate", *more)
    interview = Interview(
        id=db.new_id(),
        title=deck.title,
        created_ms=db.now_ms(),
        options=chosen.options,
        seats=(host, *(Seat(id=f"s{number}", role=role) for number, role in enumerate(guests, 2))),
        plans={host.id: chosen.plan},
    )
    copied = msgspec.json.encode(runtime.offload(content, deck))
    parking.keep(
        person_id,
        interview,
        Parked(rev=0, state=msgspec.json.encode(interview), content=copied),
        own_seat=host.id if seated else None,
    )
    return interview
