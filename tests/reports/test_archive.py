"""What has ended is kept: once, whole, and as long as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import delete, select

from server import db
from server.core import timers
from server.core.events import AnyEvent
from server.core.evolve import evolve
from server.core.interview import Interview
from server.people.models import Person
from server.reports import archive
from server.reports.models import ReportRecord
from server.rooms import parking
from server.rooms.models import InterviewRecord
from server.settings import Settings
from tests.core.room import Room
from tests.reports.stage import ID, Played

pytestmark = pytest.mark.both_databases

DAY_MS = 24 * 3600 * 1000


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    """What `db.transact` needs."""
    with app.app_context():
        yield


def rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Everything in the two tables."""

    def all_of(session: Any, table: Any) -> list[dict[str, Any]]:
        found = session.scalars(select(table)).all()
        return [{column.name: getattr(row, column.name) for column in table.__table__.columns} for row in found]

    return db.transact(lambda session: (all_of(session, InterviewRecord), all_of(session, ReportRecord)))


def test_the_record_is_all_of_the_interview(played: Played) -> None:
    """State, content, texts and log come back as they were, at their revision."""
    ended = played.parked()
    assert archive.archive(ID, ended)
    assert parking.parked(ID) == ended
    assert rows()[0][0]["status"] == "wrapup"
    assert rows()[1] == []


def test_a_second_time_changes_nothing(released: Played) -> None:
    """Run again with the same revision, every column of every row stays as it was."""
    ended = released.parked()
    assert archive.archive(ID, ended)
    once = rows()
    assert archive.archive(ID, ended)
    assert rows() == once


def test_an_older_revision_changes_nothing(played: Played) -> None:
    """A late repeat of an earlier archiving does not bring the earlier state back."""
    before = played.parked()
    played.release()
    assert archive.archive(ID, played.parked())
    once = rows()
    assert archive.archive(ID, before)
    assert rows() == once


def test_killed_in_the_middle_it_has_done_nothing_and_can_be_repeated(
    released: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record and the copies are one transaction: all or nothing, and the next run does it."""
    before = rows()
    give = archive._give_copies

    def killed(*args: Any) -> None:
        give(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_give_copies", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.archive(ID, released.parked())
    assert rows() == before
    assert archive.archive(ID, released.parked())
    assert len(rows()[1]) == 4


def test_everybody_gets_a_copy_of_their_own_report(released: Played) -> None:
    """A copy is what the reader's report says, no more: the candidate's has no note that was not released."""
    archive.archive(ID, released.parked())
    copies = {row["seat_id"]: row["body"].decode() for row in rows()[1]}
    assert set(copies) == {"s1", "s2", "s3", "s4"}
    assert "LEADS-NOTE" in copies["s1"]
    assert "SECONDS-NOTE" not in copies["s1"]
    assert "NOTE" not in copies["s2"] + copies["s4"]
    assert archive.copies(ID, "s2").released_ms == (released.interview.released_ms,)


def test_a_copy_outlives_reopening_and_the_next_release_adds_one(released: Played) -> None:
    """What was given is not taken back or changed; released again, there are two."""
    archive.archive(ID, released.parked())
    first_ms = archive.copies(ID, "s2").released_ms[0]
    first = archive.copy(ID, "s2", first_ms)
    released.reopen()
    released.room.lead.mark("depth", None)
    archive.archive(ID, released.parked())
    assert archive.copy(ID, "s2", first_ms) == first
    released.release()
    archive.archive(ID, released.parked())
    assert archive.copies(ID, "s2").released_ms == (released.interview.released_ms, first_ms)
    assert archive.copy(ID, "s2", first_ms) == first
    assert archive.copy(ID, "s2", released.interview.released_ms or 0) != first


def test_whoever_is_removed_keeps_their_copies(released: Played) -> None:
    """Removing somebody after a reopening takes nothing from them that they were given."""
    archive.archive(ID, released.parked())
    released.reopen()
    released.room.lead.remove(released.observer.id)
    archive.archive(ID, released.parked())
    assert archive.copies(ID, released.observer.id).released_ms != ()
    assert archive.copies(ID, released.observer.id).link == 1


def test_a_replaced_link_reaches_the_copies(released: Played) -> None:
    """A link replaced after the release is archived again, and copies follow it: an old one opens nothing again."""
    archive.archive(ID, released.parked())
    released.room.wait(1)
    assert released.interview.archived
    released.room.lead.replace_link("s2")
    assert timers.archive_due(released.interview)
    archive.archive(ID, released.parked())
    assert archive.copies(ID, "s2").link == 2


def test_without_a_record_nothing_is_archived(released: Played) -> None:
    """Who deleted their interview gets nothing back: no record and no copies."""
    db.transact(lambda session: session.execute(delete(InterviewRecord)) and None)
    assert archive.archive(ID, released.parked()) is False
    assert rows() == ([], [])


def test_a_copy_stays_when_the_owner_deletes_what_is_theirs(released: Played) -> None:
    """The person and the record go, the candidate's copy does not."""
    archive.archive(ID, released.parked())
    db.transact(lambda session: session.execute(delete(Person)) and None)
    assert rows()[0] == []
    assert len(archive.copies(ID, "s2").released_ms) == 1


def test_retention_deletes_what_is_older_and_nothing_else(
    released: Played, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records and copies go when their days are over; an interview that has not ended is no record yet."""
    released_ms = released.interview.released_ms or 0
    monkeypatch.setattr(db, "now_ms", lambda: released_ms)
    archive.archive(ID, released.parked())
    waiting = msgspec.structs.replace(released.interview, id="0" * 16, status="lobby")
    parking.keep("command-line", waiting, released.parked(), None)
    assert archive.expire(released_ms + 90 * DAY_MS) == 0
    app.extensions["settings"] = replace(settings, retention_days=0)
    assert archive.expire(released_ms + 9000 * DAY_MS) == 0
    app.extensions["settings"] = settings
    assert archive.expire(released_ms + 90 * DAY_MS + 1) == 5
    assert [row["id"] for row in rows()[0]] == ["0" * 16]
    assert rows()[1] == []


def test_only_the_owner_owns(played: Played) -> None:
    """An interview is its owner's on the seat that they took; not on others, not for others."""
    assert archive.owns("command-line", ID, "s1")
    assert not archive.owns("command-line", ID, "s2")
    assert not archive.owns("somebody", ID, "s1")


def test_the_state_is_readable_as_it_is_kept(released: Played) -> None:
    """What is stored is the JSON of `core`, and upgrades itself from there."""
    archive.archive(ID, released.parked())
    assert msgspec.json.decode(rows()[0][0]["state"], type=Interview) == released.interview


def kept_log() -> list[dict[str, Any]]:
    """The log of the record, line by line."""
    found = parking.parked(ID)
    assert found is not None
    return [msgspec.json.decode(entry) for entry in found.log]


def test_nothing_of_the_warm_up_is_kept(played: Played) -> None:
    """No text, no typing and no event of it; what else is in a commit with it stays, and the log gives the state."""
    room = Room(answering="typed")
    first, before = room.interview, len(room.log)
    room.lead.warm_up()
    room.lead.begin()
    room.lead.reveal("guidance")
    room.lose(room.candidate, heard_s_ago=1)
    room.candidate.submit()
    room.to("released")
    played.take(room, {"answer:0": "Porridge", "note:0:s1": "Hungry", "answer:1": "A microframework"})
    assert archive.archive(ID, played.parked())
    found = parking.parked(ID)
    assert found is not None
    assert found.texts == {"answer:1": b"A microframework"}
    lines = kept_log()
    events = [event for line in lines for event in line.get("events", ())]
    assert [line["text"] for line in lines if "text" in line] == ["answer:1"]
    assert not [event for event in events if event["type"] == "warmed_up" or event.get("round") == 0]
    after = msgspec.convert(events[before:], list[AnyEvent])
    assert msgspec.structs.replace(evolve(first, after), id=ID) == msgspec.json.decode(found.state, type=Interview)
    assert "participant_lost" in {event["type"] for event in events}


def test_a_commit_keeps_what_is_not_of_the_warm_up(played: Played) -> None:
    """Of a commit with both, the part of the warm-up goes and the line stays."""
    line = {"rev": 9, "at_ms": 1, "by": "s1", "events": [{"type": "paused", "round": 0}, {"type": "started"}]}
    (kept,) = archive.recorded([msgspec.json.encode(line)], played.interview)
    assert msgspec.json.decode(kept) == {**line, "events": [{"type": "started"}]}


def test_who_keeps_no_replay_keeps_the_answer_alone(played: Played) -> None:
    """How it was typed is dropped, of theirs only: what it came to stays, and so does what others typed."""
    room = Room(answering="typed")
    room.candidate.prefer(replay=False)
    room.to("released")
    played.take(room, {"answer:1": "A microframework"})
    ended = played.parked()
    note = {"at_ms": 1, "by": "s1", "text": "note:1:s1", "at": 0, "remove": 0, "insert": "x"}
    assert archive.archive(ID, msgspec.structs.replace(ended, log=[*ended.log, msgspec.json.encode(note)]))
    found = parking.parked(ID)
    assert found is not None
    assert found.texts == {"answer:1": b"A microframework"}
    assert [line["text"] for line in kept_log() if "text" in line] == ["note:1:s1"]
    copy = archive.copy(ID, "s2", room.interview.released_ms or 0)
    assert copy is not None
    assert copy.rounds[0].answer.text == "A microframework"
