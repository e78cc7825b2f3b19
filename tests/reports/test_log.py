"""The log's allow-list knows every event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from server.core import events as e
from server.reports import log
from tests.core.participant import Participant
from tests.core.room import Room


def test_every_event_is_open_a_judgement_private_or_for_nobody() -> None:
    """A new event is in nobody's log until somebody has decided whose it is: this test says so."""
    tags = {event.__struct_config__.tag for event in get_args(e.AnyEvent)}
    classes = (log.OPEN, log.JUDGEMENTS, log.PRIVATE, log.NEVER)
    assert tags == frozenset().union(*classes)
    assert len(tags) == sum(len(one) for one in classes)


def read(room: Room, reader: Participant, events: Sequence[e.Event]) -> list[dict[str, Any]]:
    """Read, as one commit, what stands of the events in somebody's log."""
    entry = msgspec.json.encode({"rev": 1, "at_ms": 1, "by": "s1", "events": list(events)})
    lines = [msgspec.json.decode(line) for line in log.lines([entry], room.interview, reader.seat)]
    return [event for line in lines for event in line["events"]]


def test_the_warm_up_is_in_no_log() -> None:
    """Of what was tried in the lobby nothing is in anybody's log, whoever did it."""
    room = Room()
    before = len(room.log)
    room.lead.warm_up()
    room.wait(10)
    room.lead.pause()
    room.lead.resume()
    room.lead.extend(30)
    room.lead.reveal("guidance")
    room.candidate.signal("hint")
    room.candidate.submit()
    room.lead.close()
    assert len(room.log) - before == 9
    assert read(room, room.lead, room.log[before:]) == []
    room.lead.start()
    assert [event["type"] for event in read(room, room.lead, room.log[before:])] == ["started"]


def test_no_typing_of_the_warm_up_is_in_a_log() -> None:
    """What was typed in the warm-up is not, either; not while it is open, and not after."""
    room = Room(answering="typed")
    room.lead.warm_up()
    splice = b'{"at_ms":1,"by":"s2","text":"answer:0","at":0,"remove":0,"insert":"oats"}'
    assert list(log.lines([splice], room.interview, room.lead.seat)) == []
    room.lead.start()
    room.lead.ask("q1")
    assert list(log.lines([splice], room.interview, room.lead.seat)) == []
    counted = splice.replace(b"answer:0", b"answer:1")
    assert list(log.lines([counted], room.interview, room.lead.seat)) == [counted + b"\n"]


def test_what_one_needs_is_in_one_s_own_log() -> None:
    """Extra time, and that typing is not kept, stand in the log of who asked for it, and in nobody else's."""
    room = Room(swap=True)
    room.candidate.prefer(extra_percent=25, replay=False)
    second = room.enter("interviewer", "Linus")
    joined, preferred = (e.Joined(seat="s2", name="Ada", at_ms=1, extra_percent=50, replay=False), room.log[-4])
    assert isinstance(preferred, e.Preferred)
    for reader in (room.lead, second):
        assert read(room, reader, [joined, preferred]) == [{"type": "joined", "seat": "s2", "name": "Ada", "at_ms": 1}]
    assert len(read(room, room.candidate, [joined, preferred])) == 2


def test_marks_of_others_open_with_the_release() -> None:
    """What another judge marked or passed is not in a log before the lead has released; that the seal opened, is."""
    room = Room().to("live")
    second = room.enter("interviewer", "Linus")
    room.lead.ask("q2")
    before = len(room.log)
    room.lead.mark("depth", 4, 2)
    room.lead.pass_marks(2)
    second.pass_marks(2)
    kinds = ["marked", "marks_passed", "seal_opened"]
    assert [event["type"] for event in read(room, room.lead, room.log[before:])] == kinds
    assert [event["type"] for event in read(room, second, room.log[before:])] == kinds[1:]
    room.lead.end()
    room.lead.release()
    opened = [event["type"] for event in read(room, second, room.log[before:])]
    assert opened[:4] == ["marked", "marks_passed", "marks_passed", "seal_opened"]
