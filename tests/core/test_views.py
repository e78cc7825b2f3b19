"""Who sees what, by example: the table of section 7 of the design. `test_secrecy` has it over everything at once."""

import msgspec
import pytest
from msgspec.structs import replace

from server.core.content import Question
from server.core.views import View
from server.core.wire import AskedRound, RoundLine, ShownLine, ShownRound
from tests.core.canaries import CANARY, canary, deck
from tests.core.conftest import MakeRoom
from tests.core.room import Room, refused

ASKED = {canary("title", "q1"), canary("prompt", "q1")}


def texts(view: View) -> set[str]:
    """Return all canaries that a view carries."""
    return set(CANARY.findall(msgspec.json.encode(view).decode()))


def test_an_interviewer_sees_the_whole_question(room: Room) -> None:
    """Who interviews sees all of the open question, and of their plan the titles."""
    room.lead.plan("q4")
    view = room.view(room.lead)
    assert isinstance(view.round, AskedRound)
    whole = {canary(what, "q1") for what in ("guidance", "answer", "example", "topic", "point0", "point1", "point2")}
    assert texts(view) == ASKED | whole | {canary("title", "q4")}


def test_a_candidate_sees_what_is_revealed(room: Room) -> None:
    """Who is asked sees the prompt, then each stage as it is revealed, and of what was asked before the titles."""
    assert isinstance(room.view(room.candidate).round, ShownRound)
    assert texts(room.view(room.candidate)) == ASKED
    shown = room.view(room.candidate).round
    assert (shown.guidance, shown.answer, shown.example, shown.late) == (None, None, None, None)
    room.lead.reveal("guidance")
    assert texts(room.view(room.candidate)) == ASKED | {canary("guidance", "q1")}
    room.lead.reveal("example", ahead=True)
    assert texts(room.view(room.candidate)) == ASKED | {canary("guidance", "q1"), canary("example", "q1")}
    room.lead.close()
    assert texts(room.view(room.candidate)) == {canary("title", "q1")}


def test_an_observer_sees_what_the_candidate_sees(room: Room) -> None:
    """Who watches sees of the round what the candidate sees, and nothing of the candidate's own."""
    observer = room.enter("observer", "Oz")
    room.lead.reveal("guidance")
    shown = room.view(room.candidate).round
    assert isinstance(shown, ShownRound)
    assert room.view(observer).round == replace(shown, clock=replace(shown.clock, total_ms=None))
    room.lead.end()
    room.candidate.mark("depth", 3)
    (mine,) = room.view(room.candidate).rounds
    (theirs,) = room.view(observer).rounds
    assert isinstance(mine, ShownLine)
    assert isinstance(theirs, ShownLine)
    assert (mine.marks, theirs.marks) == ({"depth": 3}, {})


def test_a_clock_tells_its_length_to_the_only_one_asked_and_to_interviewers(make_room: MakeRoom) -> None:
    """How long it was set to tells extra time: who watches, and a second candidate, get the deadline alone."""
    room = make_room("lobby")
    watcher = room.enter("observer", "Oz")
    room.lead.start()
    room.lead.ask("q1")
    told = [room.view(one).round.clock.total_ms for one in (room.lead, room.candidate, watcher)]
    assert told == [10_000, 10_000, None]
    slow = room.enter("candidate", "Lin", extra_percent=100)
    room.lead.ask("q2")
    told = [room.view(one).round.clock.total_ms for one in (room.lead, room.candidate, slow, watcher)]
    assert told == [20_000, None, None, None]


def test_the_count_of_what_comes(make_room: MakeRoom) -> None:
    """The candidate sees how many questions are planned, where the interviewer allows it; never which."""
    for show_count, expected in ((True, 2), (False, None)):
        room = make_room(show_count=show_count)
        room.lead.plan("q4", "q5")
        assert room.view(room.candidate).planned == expected
        assert texts(room.view(room.candidate)) == ASKED


def test_marks_ticks_notes_and_feedback_are_their_authors(room: Room) -> None:
    """What one interviewer said of a round is not in another's view."""
    second = room.enter("interviewer", "Linus")
    room.lead.mark("depth", 3)
    room.lead.tick(1)
    room.lead.note(released=True)
    mine, theirs = room.view(room.lead), room.view(second)
    assert (mine.round.marks, mine.round.ticks, mine.round.note_released) == ({"depth": 3}, (1,), True)
    assert (theirs.round.marks, theirs.round.ticks, theirs.round.note_released) == ({}, (), False)
    room.lead.end()
    room.lead.feedback(keep=("calm",))
    assert room.view(room.lead).feedback.keep == ("calm",)
    assert room.view(second).feedback is None
    (line,) = room.view(room.lead).rounds
    assert isinstance(line, RoundLine)
    assert (line.marks, line.note_released, line.late) == ({"depth": 3}, True, None)


def test_extra_time_is_private(lobby: Room) -> None:
    """A candidate's extra time is seen by them and by interviewers, and by nobody else."""
    extra = lobby.enter("candidate", "Cy", extra_percent=25)
    observer = lobby.enter("observer", "Oz")

    def seen_by(who: object) -> int | None:
        return next(one.extra_percent for one in lobby.view(who).seats if one.id == extra.id)  # type: ignore[arg-type]

    assert [seen_by(who) for who in (extra, lobby.lead, lobby.candidate, observer)] == [25, 25, None, None]


def test_late_text_is_announced_and_not_shown(make_room: MakeRoom) -> None:
    """Views say that late text was offered or accepted, and never what it says."""
    room = make_room(expiry="hard", answering="typed")
    assert not room.view(room.candidate).rounds[0].expired
    room.wait(111)
    assert room.view(room.candidate).rounds[0].expired
    room.candidate.offer_late(canary("late", "q1"))
    for who in (room.lead, room.candidate):
        assert room.view(who).rounds[0].late == room.view(who).round.late == "offered"
    room.lead.accept_late()
    assert room.view(room.lead).round.late == "accepted"
    assert canary("late", "q1") not in texts(room.view(room.lead))


def test_typing_is_open_where_one_types(room: Room, make_room: MakeRoom) -> None:
    """The candidate's view says whether text is taken: not where one answers aloud, not after handing in."""
    assert not room.view(room.candidate).round.typing_open
    typed = make_room(answering="typed")
    assert typed.view(typed.candidate).round.typing_open
    typed.candidate.submit()
    assert not typed.view(typed.candidate).round.typing_open


def test_the_removed_see_nothing(room: Room) -> None:
    """Who was removed has no view, and is in nobody else's."""
    observer = room.enter("observer", "Oz")
    room.lead.remove(observer.id)
    with refused("gone"):
        room.view(observer)
    assert [one.id for one in room.view(room.lead).seats] == ["s1", "s2"]


def test_titles() -> None:
    """A title is the first line of the prompt without its heading marks, at most 80 characters."""
    assert Question(id="q", prompt="\n## What is Flask?\nReally.").title == "What is Flask?"
    long = Question(id="q", prompt="word " * 40).title
    assert len(long) <= 80
    assert long.endswith("word…")


def test_questions_by_id() -> None:
    """Content finds a question by its id, and says when there is none."""
    assert deck().question("q2").id == "q2"
    with pytest.raises(KeyError):
        deck().question("q77")
