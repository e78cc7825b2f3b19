"""A strict drill: an interview whose one seat is a soloist's. Its clock is hard; nothing is shown before the end."""

from msgspec.structs import replace

from server.bank.deck import Deck
from server.core.interview import Options
from server.drill import drills
from server.drill.drills import Body
from server.drill.reviews import Answering
from server.people.invitations import SeatKey
from server.rooms import creation


def begin(person_id: str, body: Body) -> SeatKey:
    """Make the strict drill that a person asked for, and note which question of which deck each of its own is.

    Questions of several decks may have the same id, so that each gets that of its place: `q1`, `q2` and so on.
    """
    present = drills.asked(person_id, body.order)
    questions = tuple(replace(question, id=f"q{place + 1}") for place, (question, _) in present.items())
    (first, *others) = {deck.title: deck for _, deck in present.values()}.values()
    deck = (
        Deck(title=body.title, questions=questions) if others else replace(first, title=body.title, questions=questions)
    )
    way = body.way
    plan = tuple(question.id for question in questions)
    seat = create(person_id, deck, plan, think_s=way.think_s, answer_s=way.answer_s, answering=way.answering)
    drills.start(person_id, body, id=seat.interview)
    return seat


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
