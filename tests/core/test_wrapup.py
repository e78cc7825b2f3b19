"""The end, the wrap-up, the release, and going back."""

from server.core import commands as c
from server.core import timers
from server.core.events import Ended, Released
from tests.core.room import Room, named, refused

DAY_S = 24 * 3600


def test_end(room: Room) -> None:
    """Ending closes the open round and opens the wrap-up; it can't be done twice."""
    assert named(room.lead.end()) == ["RoundClosed", "Ended"]
    assert (room.interview.status, room.interview.ended_by, room.interview.ended_ms) == ("wrapup", "lead", room.now_ms)
    with refused("not_now"):
        room.lead.end()


def test_end_between_rounds(room: Room) -> None:
    """With nothing open, ending closes nothing."""
    room.lead.close()
    assert room.lead.end() == (Ended(at_ms=room.now_ms),)


def test_feedback(wrapup: Room) -> None:
    """Keep, stop and start hold three points in all, are replaced whole, and the same again changes nothing."""
    assert named(wrapup.lead.feedback(keep=("calm",), start=("examples",))) == ["FeedbackGiven"]
    assert wrapup.lead.feedback(keep=("calm",), start=("examples",)) == ()
    wrapup.lead.feedback(stop=("rushing",))
    assert wrapup.interview.feedback["s1"].stop == ("rushing",)
    assert wrapup.interview.feedback["s1"].keep == ()
    with refused("too_many_points"):
        wrapup.lead.feedback(keep=("1", "2"), stop=("3",), start=("4",))
    with refused("too_many_points"):
        wrapup.lead.feedback(keep=("1", "2", "3", "4"))
    with refused("too_long"):
        wrapup.lead.feedback(keep=("x" * 301,))


def test_feedback_is_for_the_wrapup(room: Room) -> None:
    """Feedback is written after the end."""
    with refused("not_now"):
        room.lead.feedback(keep=("calm",))


def test_release(wrapup: Room) -> None:
    """The lead releases the report, with or without the model answers, once."""
    assert wrapup.lead.release(show_answers=False) == (Released(at_ms=wrapup.now_ms, show_answers=False),)
    assert (wrapup.interview.status, wrapup.interview.released_by) == ("released", "lead")
    assert not wrapup.interview.show_answers
    with refused("not_now"):
        wrapup.lead.release()


def test_release_after_a_day(wrapup: Room) -> None:
    """A report that nobody releases is released 24 hours after the end, whoever is still marking."""
    wrapup.wait(DAY_S - 1)
    assert wrapup.interview.status == "wrapup"
    brought = wrapup.wait(1)
    assert brought[0] == Released(at_ms=wrapup.now_ms, show_answers=True, due=True)
    assert wrapup.interview.released_by == "due"
    with refused("not_now"):
        wrapup.lead.mark("depth", 3)


def test_a_mark_after_a_day_is_late(wrapup: Room) -> None:
    """What is asked for after the 24 hours finds the report released, also when the poller is late."""
    wrapup.archive()
    wrapup.now_ms += DAY_S * 1000 + 20
    with refused("not_now"):
        wrapup.lead.mark("depth", 3)
    assert named(wrapup.lead.reopen()) == ["Released", "Reopened"]


def test_reopen_the_interview(wrapup: Room) -> None:
    """From the wrap-up one goes back into the interview: its time of release is gone, asking goes on."""
    assert named(wrapup.lead.reopen()) == ["Reopened"]
    interview = wrapup.interview
    assert (interview.status, interview.ended_ms, interview.ended_by, interview.release_due_ms) == (
        "live",
        None,
        None,
        None,
    )
    assert named(wrapup.lead.ask("q2")) == ["Asked"]


def test_reopen_the_report(wrapup: Room) -> None:
    """From the released report one goes back into the wrap-up, with another 24 hours to go."""
    wrapup.lead.release(show_answers=False)
    wrapup.wait(3600)
    wrapup.lead.reopen()
    interview = wrapup.interview
    assert (interview.status, interview.released_ms, interview.released_by) == ("wrapup", None, None)
    assert interview.release_due_ms == wrapup.now_ms + DAY_S * 1000
    wrapup.wait(DAY_S)
    assert wrapup.interview.status == "released"
    assert not wrapup.interview.show_answers


def test_the_archive_is_a_timer(wrapup: Room) -> None:
    """What has ended has a due row until its record is safe; nothing else is due before."""
    assert timers.next_due_ms(wrapup.interview) == wrapup.now_ms
    assert wrapup.system(c.TimersDue(at_ms=wrapup.now_ms)) == ()
    assert named(wrapup.archive()) == ["WasArchived"]
    assert wrapup.archive() == ()
    assert timers.next_due_ms(wrapup.interview) == wrapup.now_ms + DAY_S * 1000
    wrapup.lead.release()
    assert timers.next_due_ms(wrapup.interview) == wrapup.now_ms
    assert wrapup.system(c.TimersDue(at_ms=wrapup.now_ms)) == ()
    wrapup.archive()
    assert timers.next_due_ms(wrapup.interview) is None


def test_what_is_archived_again(room: Room) -> None:
    """A new ending, going back, and another link or lead put the record behind again."""
    second = room.enter("interviewer", "Linus")
    room.lead.end()
    for give in (
        lambda: room.lead.release(),
        lambda: room.lead.replace_link("s2"),
        lambda: room.lead.reopen(),
        lambda: room.lead.pass_lead(second.id),
        lambda: second.reopen(),
        lambda: second.end(),
    ):
        room.archive()
        assert room.interview.archived == (room.interview.status != "live")
        give()
        assert not room.interview.archived


def test_what_has_a_row(room: Room, lobby: Room) -> None:
    """A room that has not started has no due row; a started one always has, if only to be found again."""
    assert timers.next_due_ms(lobby.interview) is None
    room.lead.close()
    assert timers.next_due_ms(room.interview) == timers.NEVER
