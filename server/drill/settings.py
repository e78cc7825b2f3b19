"""What a person has set for their schedule: the retention they want, parameters optimised elsewhere, their zone."""

import msgspec
from fsrs import Scheduler
from msgspec import Struct
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.drill import schedule
from server.drill.models import ScheduleRecord
from server.rooms.planning import zones


class Settings(Struct, frozen=True):
    """How a person's schedule is reckoned; `zone` is an IANA name."""

    retention_percent: int = schedule.RETENTION_PERCENT
    parameters: tuple[float, ...] = ()
    zone: str = "UTC"

    @property
    def scheduler(self) -> Scheduler:
        """Return what schedules by these settings."""
        return schedule.scheduler(self.retention_percent, self.parameters)


def of(person_id: str | None) -> Settings:
    """Return what the person has set; the defaults for who has set nothing."""
    return db.transact(lambda session: read(session, person_id)) if person_id else Settings()


def change(person_id: str, retention_percent: int, parameters: tuple[float, ...]) -> None:
    """Keep the settings; a question's due date follows them from its next review on."""
    values = {"retention_percent": retention_percent, "parameters": msgspec.json.encode(parameters)}

    def work(session: Session) -> None:
        hold(session, person_id)
        session.execute(update(ScheduleRecord).where(ScheduleRecord.person_id == person_id).values(**values))

    db.transact(work)


def move(person_id: str, zone: str | None) -> None:
    """Note the zone of the person's browser; one that is unknown here changes nothing."""
    if zone in zones():
        db.transact(lambda session: hold(session, person_id, zone) and None)


def read(session: Session, person_id: str | None) -> Settings:
    """Return what the person has set, in a transaction that has begun."""
    row = session.execute(
        select(ScheduleRecord.retention_percent, ScheduleRecord.parameters, ScheduleRecord.zone).where(
            ScheduleRecord.person_id == person_id
        )
    ).one_or_none()
    if row is None:
        return Settings()
    return Settings(row.retention_percent, msgspec.json.decode(row.parameters, type=tuple[float, ...]), row.zone)


def hold(session: Session, person_id: str, zone: str | None = None) -> Settings:
    """Begin a change of the person's schedule: until it is over no other can begin, on either database."""
    values: dict[str, int | str] = {"changed_ms": db.now_ms()} | ({"zone": zone} if zone in zones() and zone else {})
    mine = update(ScheduleRecord).where(ScheduleRecord.person_id == person_id).values(**values)
    touch = mine.returning(ScheduleRecord.person_id)
    if session.scalar(touch) is None:
        begun = Settings()
        fields = {"zone": begun.zone} | values
        fresh = {"person_id": person_id, "retention_percent": begun.retention_percent, "parameters": b"[]"}
        try:
            with session.begin_nested():
                session.execute(insert(ScheduleRecord).values(**fresh, **fields))
        except IntegrityError:  # another has begun the very first change at this moment, or there is no such person
            if session.scalar(touch) is None:
                raise
    return read(session, person_id)
