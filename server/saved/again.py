"""An interview after an interview: the same questions with somebody else, or the next questions with the same people.

All comes from the earlier interview, its copy of the questions included: the deck may be gone. Whose half a question
is in stays as it was, so that nobody gets to see what they did not see before.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import db
from server.core.content import Content
from server.core.halves import OTHER, choosable
from server.core.interview import Interview, Role, Seat, Side
from server.rooms import parking, seats
from server.rooms.choices import FIRST_QUESTIONS
from server.rooms.models import InterviewRecord, Participation
from server.rooms.parking import Parked
from server.saved import templates

ROLES: dict[Side, Role] = {"a": "interviewer", "b": "candidate"}


class Earlier(NamedTuple):
    """An interview, the seat in it of who led or made it, and what was asked in those that it continues."""

    interview: Interview
    content: Content
    seat: Seat
    template: str | None
    asked: tuple[str, ...]


def earlier(person_id: str, interview_id: str) -> Earlier | None:
    """Return the interview to whom led or made it, and sits in it still; None to everybody else.

    Needs an application context.
    """

    def work(session: Session) -> tuple[str | None, list[str]]:
        owner = session.scalar(select(InterviewRecord.person_id).where(InterviewRecord.id == interview_id))
        mine = select(Participation.seat_id).where(
            Participation.interview_id == interview_id, Participation.person_id == person_id
        )
        return owner, sorted(session.scalars(mine))

    owner, places = db.transact(work)
    held = seats.live().hold(interview_id) if places else None
    if held is None:
        return None
    led = {held.interview.lead, *(round.asker for round in held.interview.rounds)}
    for id in places:
        seat = held.interview.seat(id)
        if seat is None or seat.removed or not (owner == person_id or id in led):
            continue
        if seat.role == "interviewer" or seat.side is not None:
            return Earlier(held.interview, held.content, seat, *templates.origin(interview_id))
    return None


def course(before: Earlier, seat: Seat) -> tuple[str, ...]:
    """Return the questions that `seat` asked or had planned, in order."""
    own = _own(before, seat)
    asked = [round.question for round in before.interview.rounds]
    planned = before.interview.plans.get(seat.id, ())
    return tuple(id for id in dict.fromkeys((*asked, *planned)) if id in own)


def following(before: Earlier, seat: Seat) -> tuple[str, ...]:
    """Return the next questions for `seat` to ask: what was planned, then the deck's in order; none asked before.

    There are as many as last time, or as many as there are.
    """
    was = course(before, seat)
    asked = done(before)
    left = [id for id in dict.fromkeys((*was, *_own(before, seat))) if id not in asked]
    return tuple(left[: len(was) or FIRST_QUESTIONS])


def done(before: Earlier) -> tuple[str, ...]:
    """Return what was asked in the earlier interview, and in those before it."""
    return tuple(dict.fromkeys((*before.asked, *(round.question for round in before.interview.rounds))))


def others(person_id: str, before: Earlier) -> Interview:
    """Make and keep the interview again, with new people."""
    made = _next(before, course, {})
    _keep(person_id, made, before.content)
    templates.remember(made.id, before.template)
    return made


def same(person_id: str, before: Earlier) -> Interview:
    """Make and keep an interview of the same people on the next questions."""
    names = {seat.id: seat.name for seat in before.interview.seats}
    made = _next(before, following, names)
    _keep(person_id, made, before.content)
    templates.remember(made.id, None, done(before))
    return made


def _own(before: Earlier, seat: Seat) -> list[str]:
    """Return the ids of what is the seat's to ask; where others swap, what is asked first."""
    from_the_start = replace(before.interview, asking="a")
    return [question.id for question in choosable(from_the_start, seat, before.content)]


def _next(before: Earlier, plan: Callable[[Earlier, Seat], tuple[str, ...]], names: Mapping[str, str]) -> Interview:
    """Return a new interview with the options and seats of the earlier one, in the lobby.

    Args:
        plan: gives the plan of those who ask.
        names: of who is expected, by their earlier seat.
    """
    interview, own = before.interview, before.seat
    turned = own.side == "b"  # who makes an interview asks first
    host = replace(
        own, id="s1", role="interviewer", joined=True, link=1, lost_ms=None, left=False, side=_side(own, turned)
    )
    places, plans = [host], {host.id: plan(before, own)}
    for each in interview.seats:
        if each.id == own.id or each.removed:
            continue
        side, id = _side(each, turned), f"s{len(places) + 1}"
        role = ROLES[side] if side else each.role
        places.append(Seat(id=id, role=role, name=names.get(each.id, ""), side=side))
        if side:
            plans[id] = plan(before, each)
    if not any(seat.role == "candidate" for seat in places):
        places.append(Seat(id=f"s{len(places) + 1}", role="candidate", side="b" if interview.options.swap else None))
    halves = {OTHER[side]: ids for side, ids in interview.halves.items()} if turned else interview.halves
    return Interview(
        id=db.new_id(),
        title=interview.title,
        created_ms=db.now_ms(),
        options=interview.options,
        seats=tuple(places),
        plans=plans,
        halves=halves,
        call=interview.call,
    )


def _side(seat: Seat, turned: bool) -> Side | None:
    return OTHER[seat.side] if turned and seat.side else seat.side


def _keep(person_id: str, interview: Interview, content: Content) -> None:
    parked = Parked(rev=0, state=msgspec.json.encode(interview), content=msgspec.json.encode(content))
    parking.keep(person_id, interview, parked, own_seat="s1")
