"""The warm-up: a question in the lobby, to try clock, reveals and typing on. Nothing of it counts."""

import pytest

from server.core.content import WARMUP_QUESTION
from server.core.interview import WARMUP
from server.core.texts import may_write, open_texts
from server.core.timers import next_due_ms
from server.core.views import may_read
from server.core.wire import AskedRound, ShownRound
from tests.core.conftest import MakeRoom
from tests.core.room import Room, named, refused


@pytest.fixture
def lobby(make_room: MakeRoom) -> Room:
    """A lobby in which the warm-up has just been asked, and answers are typed."""
    lobby = make_room("lobby", answering="typed")
    lobby.lead.warm_up()
    return lobby


def test_it_is_asked_in_the_lobby(lobby: Room) -> None:
    """It is round 0, open to everybody as any other question is, and no round of the interview."""
    assert lobby.interview.open_round == lobby.interview.warmup
    asks, asked = lobby.view(lobby.lead), lobby.view(lobby.candidate)
    assert isinstance(asks.round, AskedRound)
    assert isinstance(asked.round, ShownRound)
    assert (asks.round.id, asked.round.id, asks.rounds, asked.rounds) == (0, 0, (), ())
    assert WARMUP_QUESTION.answer in asks.round.answer
    assert (asked.round.answer, asked.round.typing_open) == (None, True)


def test_clock_and_reveals_and_signals_work(lobby: Room) -> None:
    """Think time runs out, the clock is paused and extended, stages are shown, signals raised, and it is handed in."""
    assert named(lobby.wait(10)) == ["AnsweringBegan"]
    lobby.lead.pause()
    lobby.wait(600)
    lobby.lead.resume()
    lobby.lead.extend(30)
    lobby.lead.reveal("guidance")
    lobby.candidate.signal("hint")
    assert lobby.view(lobby.lead).round.signals == {"hint": lobby.now_ms}
    assert lobby.view(lobby.candidate).round.guidance is not None
    assert named(lobby.wait(90)) == ["TimeExpired"]
    assert next_due_ms(lobby.interview) is None
    lobby.candidate.submit()
    lobby.lead.close()
    assert lobby.interview.warmup is None


def test_the_candidate_begins_early(lobby: Room) -> None:
    """Who is asked ends think time as in any round."""
    assert named(lobby.candidate.begin()) == ["AnsweringBegan"]


def test_a_poller_that_is_late(lobby: Room) -> None:
    """A command after the think deadline finds it passed, in the lobby as well."""
    lobby.now_ms += 10_001
    assert named(lobby.lead.pause()) == ["AnsweringBegan", "Paused"]


def test_afresh(lobby: Room) -> None:
    """It can be asked again, with a new clock and nothing shown."""
    lobby.lead.reveal("guidance")
    lobby.wait(5)
    lobby.lead.warm_up()
    round = lobby.interview.warmup
    assert round is not None
    assert (round.revealed, round.clock.deadline_ms) == ((), lobby.now_ms + 10_000)


def test_starting_drops_it(lobby: Room) -> None:
    """The interview begins with nothing open; there is no warm-up after."""
    lobby.lead.start()
    assert (lobby.interview.warmup, lobby.interview.open_round) == (None, None)
    with refused("not_now"):
        lobby.lead.warm_up()
    with refused("no_open_round"):
        lobby.lead.pause()


def test_what_is_for_rounds_that_count(lobby: Room) -> None:
    """Nothing is judged, put aside or offered late in the lobby; without a warm-up there is no clock to stop."""
    for give in (
        lambda: lobby.lead.mark("depth", 3, round=0),
        lambda: lobby.lead.tick(0, round=0),
        lambda: lobby.lead.note(released=True, round=0),
        lambda: lobby.lead.pass_marks(round=0),
        lambda: lobby.candidate.offer_late("late", round=0),
        lambda: lobby.lead.skip(),
        lambda: lobby.lead.ask("q1"),
    ):
        with refused("not_now"):
            give()
    lobby.lead.close()
    for give in (
        lobby.lead.pause,
        lobby.lead.resume,
        lobby.lead.close,
        lobby.candidate.submit,
        lobby.candidate.begin,
        lambda: lobby.lead.extend(30),
        lambda: lobby.lead.reveal("guidance"),
        lambda: lobby.candidate.signal("hint"),
    ):
        with refused("no_open_round"):
            give()


def test_the_lead_alone_asks_it(lobby: Room) -> None:
    """Another interviewer may not, nor who is asked or watches."""
    with refused("not_lead"):
        lobby.enter("interviewer", "Linus").warm_up()
    for who in (lobby.candidate, lobby.enter("observer", "Oz")):
        with refused("not_allowed"):
            who.warm_up()


def test_who_comes_while_it_is_open_joins_in(make_room: MakeRoom) -> None:
    """A candidate who takes their seat later sees it, and types."""
    lobby = make_room("lobby", answering="typed")
    lobby.lead.remove("s2")
    lobby.lead.warm_up()
    other = lobby.enter("candidate", "Barbara")
    assert isinstance(lobby.view(other).round, ShownRound)
    assert may_write(lobby.interview, other.seat, "answer", 0) == "answer:0"


def test_typing(lobby: Room) -> None:
    """Its answer is typed and read while it is open; notes are not taken, and after it nothing is read any more."""
    assert open_texts(lobby.interview).open_round == 0
    assert may_write(lobby.interview, lobby.candidate.seat, "answer", 0) == "answer:0"
    assert may_read(lobby.interview, lobby.lead.seat, "answer:0")
    with refused("not_now"):
        may_write(lobby.interview, lobby.lead.seat, "note", 0)
    lobby.lead.close()
    assert open_texts(lobby.interview).open_round is None
    assert not may_read(lobby.interview, lobby.lead.seat, "answer:0")
    with refused("unknown_round"):
        may_write(lobby.interview, lobby.candidate.seat, "answer", 0)


def test_nobody_has_to_be_there(make_room: MakeRoom) -> None:
    """The lead tries it alone, too; the interview itself needs somebody to ask."""
    lobby = make_room("lobby")
    lobby.lead.remove("s2")
    assert named(lobby.lead.warm_up()) == ["WarmedUp"]
    with refused("nobody_to_ask"):
        lobby.lead.start()


def test_a_lost_line_stops_no_clock_that_does_not_count(lobby: Room) -> None:
    """In the lobby somebody who is lost is noted, and that is all."""
    assert named(lobby.lose(lobby.candidate)) == ["ParticipantLost"]
    assert lobby.interview.warmup is not None
    assert lobby.interview.warmup.clock.paused is None


def test_its_name(lobby: Room) -> None:
    """No question of a deck is taken for it: its round is known by its number."""
    assert lobby.interview.warmup is not None
    assert (lobby.interview.warmup.question, lobby.interview.round(0)) == (WARMUP, lobby.interview.warmup)
