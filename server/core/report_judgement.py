"""The judgement in a report: what was said of a round, as far as it is open to the reader."""

from typing import NamedTuple

from . import panel
from .content import Content, Dimension
from .interview import Interview, Mark, Role, Round, Seat
from .report_wire import Marks, NoteReport, PanelReport, PointReport, Rating, Spread


class Sight(NamedTuple):
    """Who reads a round, in which role, and what is open to them.

    `judgement` is all that others said of the round, `unsealed` the marks of those who judge it with the reader.
    """

    seat: Seat
    role: Role
    answers: bool
    judgement: bool
    unsealed: bool

    def of(self, author: str) -> bool:
        """Tell whether what `author` said of the round is open to the reader."""
        return self.judgement or author == self.seat.id


def name(seat: Seat | None) -> str:
    """Return what the seat is called; its role, where it has no name."""
    return "" if seat is None else seat.name or seat.role.capitalize()


def after(round: Round, at_ms: int | None) -> int | None:
    """Return an instant as ms after the round was asked."""
    return None if at_ms is None else at_ms - round.asked_ms


def points(content: Content, round: Round, sight: Sight) -> tuple[PointReport, ...]:
    """Return the talking points, with what was ticked where the reader is told."""
    if not sight.answers:
        return ()
    told = sight.judgement or sight.role == "interviewer"
    ticked = {point for author, points in round.ticks.items() if sight.of(author) for point in points}
    return tuple(
        PointReport(text=text, ticked=number in ticked if told else None)
        for number, text in enumerate(content.question(round.question).points)
    )


def marks(interview: Interview, content: Content, round: Round, sight: Sight) -> tuple[Marks, ...]:
    """Return the marks by who gave them, interviewers first."""
    found = []
    for author in interview.seats:
        role, given = round.role_of(author), round.marks.get(author.id, {})
        if role in ("observer", "soloist") or not (sight.of(author.id) or (sight.unsealed and role == "interviewer")):
            continue
        if role == "candidate" and (not given or (sight.role == "candidate" and author.id != sight.seat.id)):
            continue
        if not given and (author.removed or author.id not in round.roles):
            continue
        ratings = tuple(_rating(dimension, given.get(dimension.id)) for dimension in content.dimensions)
        passed = author.id in round.passed
        found.append(Marks(seat=author.id, name=name(author), role=role, ratings=ratings, passed=passed))
    return tuple(sorted(found, key=lambda marks: marks.role == "candidate"))


def together(interview: Interview, round: Round, sight: Sight, given: tuple[Marks, ...]) -> PanelReport | None:
    """Return what several say together, to who reads their marks; to one of them before that, that it is sealed."""
    if sight.judgement or sight.unsealed:
        ratings = [marks.ratings for marks in given if marks.role == "interviewer"]
        if len(ratings) < 2:
            return None
        return PanelReport(
            spreads=tuple(_spread(each) for each in zip(*ratings, strict=True)),
            unsealed_by=name(interview.seat(round.unsealed_by)) if round.unsealed_by else None,
            unsealed_after_ms=after(round, round.unsealed_ms),
        )
    if sight.role == "interviewer" and panel.sealed(interview, round):
        return PanelReport(sealed=True)
    return None


def _spread(ratings: tuple[Rating, ...]) -> Spread:
    values = [rating.value for rating in ratings if rating.value is not None]
    return Spread(
        dimension=ratings[0].dimension,
        lowest=min(values, default=None),
        highest=max(values, default=None),
        marked=len(values),
        judges=len(ratings),
    )


def _rating(dimension: Dimension, mark: Mark | None) -> Rating:
    if mark is None:
        return Rating(dimension=dimension.name)
    return Rating(
        dimension=dimension.name,
        value=mark.value,
        says=dimension.steps[mark.value - 1],
        help=mark.help,
        changed=mark.changed,
    )


def notes(interview: Interview, texts: dict[str, str], round: Round, sight: Sight) -> tuple[NoteReport, ...]:
    """Return the reader's own note, and those that were released."""
    found = []
    for author in interview.seats:
        released, text = author.id in round.released_notes, texts.get(f"note:{round.id}:{author.id}", "")
        if text.strip() and (author.id == sight.seat.id or (released and sight.judgement)):
            found.append(NoteReport(seat=author.id, name=name(author), text=text, released=released))
    return tuple(found)
