"""What facts come to: marks over time by topic and by dimension, help, time, points missed, what to ask next. Pure.

A question that was skipped was asked, and counts in nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from server.candidates.facts import Fact
from server.core.interview import Help

MOST_MISSED = 12
MOST_NEXT = 10
RECENT = 8
HELPS: tuple[Help, ...] = ("unaided", "after guidance", "after answer")


class Line(Struct, frozen=True):
    """A topic or dimension: its mean mark, at first and of late, over how many questions.

    `course` is the mean in each of the recent interviews, the oldest first; None where it was not marked.
    """

    name: str
    mean: float
    first: float
    last: float
    count: int
    course: tuple[float | None, ...] = ()


class Meeting(Struct, frozen=True):
    """One interview, in figures; `pace` is time used over time suggested."""

    interview_id: str
    reader: str
    at_ms: int
    deck: str
    released: bool
    questions: int
    mark: float | None
    marks: dict[str, float]
    unaided: int
    pace: float | None


class Summary(Struct, frozen=True):
    """All of it: the oldest first in `meetings`, the newest in `asked`; `recent` are those of each line's course."""

    meetings: tuple[Meeting, ...]
    recent: tuple[Meeting, ...]
    topics: tuple[Line, ...]
    dimensions: tuple[Line, ...]
    help: dict[Help, int]
    pace: float | None
    missed: tuple[tuple[str, str], ...]
    asked: tuple[Fact, ...]


class Offer(Struct, frozen=True):
    """A question of a deck that could be asked."""

    deck_id: str
    deck: str
    question: str
    title: str
    topics: tuple[str, ...]


class Next(Struct, frozen=True):
    """A question to ask next, and why: its weakest topic; or when it was asked last."""

    offer: Offer
    topic: Line | None
    asked_ms: int | None


def of(facts: Iterable[Fact]) -> Summary:
    """Return what facts come to."""
    asked = sorted(facts, key=lambda fact: fact.at_ms)
    known = [fact for fact in asked if not fact.skipped]
    meetings = _meetings(asked)
    recent = [meeting for meeting in meetings if meeting.marks][-RECENT:]
    missed = [(point, fact.title) for fact in reversed(known) for point in fact.missed or ()]
    return Summary(
        meetings=meetings,
        recent=tuple(recent),
        topics=_lines(known, _by_topic, recent),
        dimensions=_lines(known, _by_dimension, recent),
        help={help: sum(fact.help == help for fact in known) for help in HELPS},
        pace=_pace(known),
        missed=tuple(dict.fromkeys(missed))[:MOST_MISSED],
        asked=tuple(reversed(asked)),
    )


def hardest(facts: Iterable[Fact]) -> tuple[Line, ...]:
    """Return the questions with the lowest marks, by their title, over everybody who was asked them."""
    known = sorted(facts, key=lambda fact: fact.at_ms)
    return _lines(known, lambda fact: {fact.title: fact.mark} if fact.mark is not None else {})[:MOST_NEXT]


def by_week(facts: Iterable[Fact], weeks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return how many interviews there were in each week, given as the instants of its beginning and end."""
    began: dict[str, int] = {}
    for fact in facts:
        began[fact.interview_id] = min(fact.at_ms, began.get(fact.interview_id, fact.at_ms))
    return tuple(sum(first <= at_ms < past for at_ms in began.values()) for first, past in weeks)


def what_next(summary: Summary, offers: Sequence[Offer]) -> tuple[Next, ...]:
    """Return what to ask next: what was not asked yet comes first, of the topics with the lowest marks before others;
    then what was asked longest ago.
    """
    weak = {line.name.casefold(): line for line in summary.topics}
    asked = _asked_ms(summary)

    def lines(offer: Offer) -> list[Line]:
        return [weak[topic.casefold()] for topic in offer.topics if topic.casefold() in weak]

    def rank(offer: Offer) -> tuple[int, float]:
        if (asked_ms := asked.get(_key(offer.title))) is not None:
            return 1, asked_ms
        return 0, min((line.mean for line in lines(offer)), default=9)

    def chosen(offer: Offer) -> Next:
        asked_ms = asked.get(_key(offer.title))
        worst = min(lines(offer), key=lambda line: line.mean, default=None) if asked_ms is None else None
        return Next(offer, worst, asked_ms)

    once = {_key(offer.title): offer for offer in reversed(offers)}  # one that is in several decks is one question
    ordered = sorted((offer for offer in offers if once[_key(offer.title)] is offer), key=rank)
    return tuple(map(chosen, ordered[:MOST_NEXT]))


def asked_before(titles: dict[str, str], summary: Summary) -> dict[str, int]:
    """Return when questions of a deck were asked last, in any deck, by id; those that never were are left out.

    Args:
        titles: of the questions, by id.
    """
    asked = _asked_ms(summary)
    return {id: asked[_key(title)] for id, title in titles.items() if _key(title) in asked}


def _asked_ms(summary: Summary) -> dict[str, int]:
    """Return when each question was asked last."""
    return {_key(fact.title): fact.at_ms for fact in reversed(summary.asked)}


def _key(title: str) -> str:
    """Return what a question is known by in any deck and after any edit of its answer."""
    return " ".join(title.casefold().split())


def _meetings(asked: Sequence[Fact]) -> tuple[Meeting, ...]:
    by_interview: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in asked:
        by_interview[fact.interview_id, fact.reader].append(fact)
    return tuple(_meeting(those) for those in by_interview.values())


def _meeting(asked: Sequence[Fact]) -> Meeting:
    first, known = asked[0], [fact for fact in asked if not fact.skipped]
    return Meeting(
        interview_id=first.interview_id,
        reader=first.reader,
        at_ms=first.at_ms,
        deck=first.deck,
        released=first.released,
        questions=len(known),
        mark=_mean([fact.mark for fact in known if fact.mark is not None]),
        marks={line.name: line.mean for line in _lines(known, _by_dimension)},
        unaided=sum(fact.help == "unaided" for fact in known),
        pace=_pace(known),
    )


def _by_topic(fact: Fact) -> dict[str, float]:
    return dict.fromkeys(fact.topics, fact.mark) if fact.mark is not None else {}


def _by_dimension(fact: Fact) -> dict[str, float]:
    return fact.marks


def _lines(
    known: Sequence[Fact], of: Callable[[Fact], dict[str, float]], recent: Sequence[Meeting] = ()
) -> tuple[Line, ...]:
    """Return a line for each name, the lowest mean first; "first" and "last" are its oldest and newest third."""
    values: dict[str, list[float]] = defaultdict(list)
    within: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for fact in known:
        for name, value in of(fact).items():
            values[name].append(value)
            within[name, fact.interview_id, fact.reader].append(value)
    found = []
    for name, given in values.items():
        third = max(1, len(given) // 3)
        course = tuple(_mean(within.get((name, each.interview_id, each.reader), ())) for each in recent)
        found.append(Line(name, _sure(given), _sure(given[:third]), _sure(given[-third:]), len(given), course))
    return tuple(sorted(found, key=lambda line: (line.mean, line.name)))


def _pace(known: Sequence[Fact]) -> float | None:
    timed = [fact for fact in known if fact.answer_ms > 0 and fact.suggested_ms > 0]
    return sum(fact.answer_ms for fact in timed) / sum(fact.suggested_ms for fact in timed) if timed else None


def _mean(values: Sequence[float]) -> float | None:
    return _sure(values) if values else None


def _sure(values: Sequence[float]) -> float:
    return sum(values) / len(values)
