"""A strict drill: an interview whose one seat is a soloist's. Its clock is hard; nothing is shown before the end."""

from server.bank.deck import Deck
from server.core.interview import Options
from server.drill.reviews import Answering
from server.people.invitations import SeatKey
from server.rooms import creation


def create(
    person_id: str,
    deck: Deck,
    plan: tuple[str, ...],
    *,
    think_s: int | None,
    answer_s: int | None,
    answering: Answering,
) -> SeatKey:
    """Make a strict drill, not started yet.

    Args:
        person_id: whose it is.
        deck: the questions; its title is the drill's.
        plan: the ids of those to ask, in order.
        think_s: seconds to think about each; None: as in an interview.
        answer_s: seconds to answer each; None: as each suggests.
        answering: what is typed goes to the server, and nothing else of an answer.

    Returns:
        The soloist's seat, for `seats.give` to whom it is made for; it names the interview.
    """
    typed = answering == "typed"
    options = Options(
        answering="typed" if typed else "spoken", think_s=think_s, answer_s=answer_s, expiry="hard", on_lost="freeze"
    )
    interview = creation.create_alone(person_id, deck, plan, options)
    (seat,) = interview.seats
    return SeatKey(interview.id, seat.id, seat.link)
