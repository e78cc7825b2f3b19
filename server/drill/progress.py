"""How practice goes: what was remembered, by topic; days, times, help, points; and what falls due. Rows for tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import db
from server.bank.builtin import builtin
from server.bank.indexing import BETWEEN, QuestionRecord
from server.bank.shelf import BUILTIN
from server.drill import drills, due, schedule
from server.drill.due import Key
from server.drill.grades import BEST
from server.drill.models import ReviewRecord
from server.drill.settings import Settings

WINDOW_DAYS = 90
SHOWN_DAYS = 28
WEEKS = 8
MOST_TOPICS = 20
MOST_WEAK = 8
DAY_MS = 24 * 3600 * 1000


class Review(Struct, frozen=True):
    """A review, with the time of the one before of the same question; None for the first."""

    deck_id: str
    question_id: str
    at_ms: int
    grade: int
    help: str
    answer_ms: int
    suggested_ms: int
    covered: int | None
    points: int | None
    before_ms: int | None


class Share(Struct, frozen=True):
    """So many of so many, under a name."""

    name: str
    count: int
    of: int


class Weak(Struct, frozen=True):
    """A question that goes badly; `recalled` is how likely it is known now, 0 to 1."""

    title: str
    deck: str
    key: Key
    lapses: int
    reviews: int
    recalled: float


class Progress(Struct, frozen=True):
    """What the page of progress shows of the last 90 days.

    `streak` counts the days in a row up to today, or yesterday if today has none yet; `days` are the last 28;
    `retention` counts reviews at least a day after the one before, by topic, the worst first; `in_time` answers within
    the time suggested; `coverage` talking points by week, the oldest first.
    """

    reviews: int
    days_practised: int
    streak: int
    days: list[tuple[date, int]]
    remembered: Share
    retention: list[Share]
    in_time: Share
    help: list[Share]
    coverage: list[Share]
    forecast: list[tuple[date, int]]
    weakest: list[Weak]


def of(person_id: str, now_ms: int, settings: Settings) -> Progress:
    """Return how a person's practice goes."""
    reviews = _reviews(person_id, now_ms - WINDOW_DAYS * DAY_MS)
    today = schedule.day(now_ms, settings.zone)
    per_day = Counter(schedule.day(each.at_ms, settings.zone) for each in reviews)
    tested = [each for each in reviews if each.before_ms is not None and each.at_ms - each.before_ms >= DAY_MS]
    timed = [each for each in reviews if each.suggested_ms and each.answer_ms]
    return Progress(
        reviews=len(reviews),
        days_practised=len(per_day),
        streak=_streak(per_day, today),
        days=[(day, per_day[day]) for day in (today - timedelta(days=n) for n in reversed(range(SHOWN_DAYS)))],
        remembered=_share("all", tested),
        retention=_retention(tested),
        in_time=Share("in time", sum(each.answer_ms <= each.suggested_ms for each in timed), len(timed)),
        help=[Share(name, sum(each.help == name for each in reviews), len(reviews)) for name in BEST],
        coverage=_coverage(reviews, today, settings),
        forecast=due.forecast(person_id, now_ms, settings),
        weakest=_weakest(person_id, now_ms, settings),
    )


def _reviews(person_id: str, since_ms: int) -> list[Review]:
    """Return the reviews that stand, oldest first."""
    question = (ReviewRecord.deck_id, ReviewRecord.question_id)
    before = func.lag(ReviewRecord.at_ms).over(partition_by=question, order_by=ReviewRecord.at_ms)
    columns = [getattr(ReviewRecord, field) for field in Review.__struct_fields__[:-1]]
    standing = select(*columns, before.label("before_ms")).where(
        ReviewRecord.person_id == person_id, ReviewRecord.undone_ms.is_(None)
    )
    found = standing.subquery()
    wanted = select(found).where(found.c.at_ms >= since_ms).order_by(found.c.at_ms)
    return db.transact(lambda session: [Review(*row) for row in session.execute(wanted)])


def _streak(per_day: Counter[date], today: date) -> int:
    day = today if per_day[today] else today - timedelta(days=1)
    streak = 0
    while per_day[day - timedelta(days=streak)]:
        streak += 1
    return streak


def _share(name: str, reviews: list[Review]) -> Share:
    return Share(name, sum(each.grade > 1 for each in reviews), len(reviews))


def _retention(tested: list[Review]) -> list[Share]:
    topics = _topics({(each.deck_id, each.question_id) for each in tested})
    by_topic: dict[str, list[Review]] = defaultdict(list)
    for each in tested:
        for topic in topics.get((each.deck_id, each.question_id), ()):
            by_topic[topic].append(each)
    often = sorted(by_topic, key=lambda topic: -len(by_topic[topic]))[:MOST_TOPICS]
    return sorted((_share(topic, by_topic[topic]) for topic in often), key=lambda share: share.count / share.of)


def _topics(keys: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
    """Return the topics of questions, as their decks have them now."""
    wanted = set(keys)
    found = {(BUILTIN, each.id): each.topics for each in builtin().questions}
    deck_ids = {deck_id for deck_id, _ in wanted} - {BUILTIN}
    rows = select(QuestionRecord.deck_id, QuestionRecord.question_id, QuestionRecord.topics)

    def work(session: Session) -> None:
        for deck_id, question_id, topics in session.execute(rows.where(QuestionRecord.deck_id.in_(deck_ids))):
            found[deck_id, question_id] = tuple(topic for topic in topics.split(BETWEEN) if topic)

    db.transact(work)
    return found


def _coverage(reviews: list[Review], today: date, settings: Settings) -> list[Share]:
    weeks = [today - timedelta(days=7 * n + 6) for n in reversed(range(WEEKS))]
    covered: Counter[date] = Counter()
    points: Counter[date] = Counter()
    for each in reviews:
        week = today - timedelta(days=(today - schedule.day(each.at_ms, settings.zone)).days // 7 * 7 + 6)
        covered[week] += each.covered or 0
        points[week] += each.points or 0
    return [Share(week.isoformat(), covered[week], points[week]) for week in weeks]


def _weakest(person_id: str, now_ms: int, settings: Settings) -> list[Weak]:
    weakest = due.weakest(person_id, now_ms, settings, MOST_WEAK)
    asked = drills.asked(person_id, [(each.deck_id, each.question_id) for each in weakest])
    return [
        Weak(
            title=asked[place][0].title,
            deck=asked[place][1].title,
            key=(each.deck_id, each.question_id),
            lapses=each.lapses,
            reviews=each.reviews,
            recalled=each.recalled,
        )
        for place, each in enumerate(weakest)
        if place in asked
    ]
