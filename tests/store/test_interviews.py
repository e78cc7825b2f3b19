"""Commits: exactly one wins, exactly once, and everybody learns of it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from unittest.mock import ANY

import pytest

from server import runtime
from server.store import messages
from server.store.connection import Commands, Subscriptions
from server.store.interviews import Committed, Current, Gone, Interviews, Newer, Repeat
from server.store.keys import TIMERS, keys_of
from server.store.timers import Timers
from tests.store.conftest import Until


def test_create_and_load(interviews: Interviews, new_id: Callable[[], str]) -> None:
    """What is put there is read back, once only, without the content where it is not wanted."""
    id = new_id()
    texts = {"answer:1": (3, "né".encode()), "note:1:s1": (1, b"")}
    made = [
        interviews.create(
            id, state, b"content", rev=7, open_round=2, not_after_ms=99, notes_open=True, texts=texts, log=[b"a", b"b"]
        )
        for state in (b"one", b"two")
    ]
    assert made == [True, False]
    loaded = interviews.load(id)
    assert loaded is not None
    assert (loaded.rev, loaded.state, loaded.content, loaded.open_round) == (7, b"one", b"content", 2)
    assert (loaded.not_after_ms, loaded.notes_open, loaded.texts) == (99, True, texts)
    assert interviews.log(id) == [b"a", b"b"]
    again = interviews.load(id, content=False)
    assert again is not None
    assert again.content is None


def test_the_warm_up_is_round_0(interviews: Interviews, id: str) -> None:
    """Round 0 can be open like any other; none is another thing."""
    interviews.commit(id, 1, b"two", b"", open_round=0)
    loaded = interviews.load(id)
    assert loaded is not None
    assert (loaded.open_round, loaded.not_after_ms) == (0, None)


def test_content_comes_with_a_commit(interviews: Interviews, id: str) -> None:
    """Questions are replaced together with the state, or not at all; a commit without any leaves them."""
    assert interviews.commit(id, 1, b"two", b"", content=b"others") == Committed(2, ANY)
    assert interviews.commit(id, 1, b"lost", b"", content=b"lost") == Newer(2, b"two")
    assert interviews.commit(id, 2, b"three", b"") == Committed(3, ANY)
    loaded = interviews.load(id)
    assert loaded is not None
    assert (loaded.state, loaded.content) == (b"three", b"others")


def test_there_is_no_such_interview(interviews: Interviews, new_id: Callable[[], str]) -> None:
    """Every question about one that is gone says so, and nothing is written."""
    id = new_id()
    assert interviews.load(id) is None
    assert not interviews.exists(id)
    assert interviews.commit(id, 1, b"s", b"e", seat="s1", command_id="c") == Gone()
    assert interviews.check(id, 1, "s1", "c") == Gone()
    assert interviews.splice(id, "answer:1", "p", 0, 0, 0, b"x", kind="answer", round=1) == Gone()
    assert not interviews.exists(id)
    assert interviews.log(id) == []


def test_of_50_commits_on_one_revision_one_wins(interviews: Interviews, id: str) -> None:
    """The others get the newer revision with its state, to decide again."""
    tasks = [
        runtime.spawn(lambda n=n: interviews.commit(id, 1, b"by %d" % n, b"e%d" % n, seat=f"s{n}", command_id="c"))
        for n in range(50)
    ]
    results = [task.wait() for task in tasks]
    won = [n for n, result in enumerate(results) if isinstance(result, Committed)]
    assert len(won) == 1
    assert [result for result in results if not isinstance(result, Committed)] == [Newer(2, b"by %d" % won[0])] * 49
    assert interviews.log(id) == [b"e%d" % won[0]]


def test_a_repeated_command_changes_nothing(interviews: Interviews, id: str) -> None:
    """The same id again, on whatever revision, is answered with the revision that it made."""
    first = interviews.commit(id, 1, b"two", b"e", seat="s1", command_id="c1")
    assert isinstance(first, Committed)
    assert isinstance(interviews.commit(id, 2, b"three", b"e", seat="s2", command_id="c1"), Committed)
    before = interviews.load(id)
    for rev in (1, 2, 3):
        assert interviews.commit(id, rev, b"other", b"other", seat="s1", command_id="c1") == Repeat(2)
    assert interviews.load(id) == before
    assert interviews.log(id) == [b"e", b"e"]


def test_64_command_ids_of_a_seat_are_remembered(interviews: Interviews, id: str) -> None:
    """The last 64 exactly; one id being the beginning or the end of another confuses nobody."""
    for n in range(1, 70):
        interviews.commit(id, n, b"s", b"", seat="s1", command_id=str(n))
    known = [n for n in range(1, 70) if interviews.check(id, 70, "s1", str(n)) == Repeat(n + 1)]
    assert known == list(range(6, 70))
    assert interviews.check(id, 70, "s1", "5") == Current()
    assert interviews.check(id, 70, "s2", "69") == Current()


def test_the_server_itself_has_no_command_ids(interviews: Interviews, id: str) -> None:
    """Commits without a seat are told apart by their revision alone."""
    assert isinstance(interviews.commit(id, 1, b"two", b""), Committed)
    assert interviews.commit(id, 1, b"other", b"") == Newer(2, b"two")
    assert isinstance(interviews.commit(id, 2, b"three", b""), Committed)


def test_check(interviews: Interviews, id: str) -> None:
    """A refusal stands only on the current revision."""
    assert interviews.check(id, 1, "s1", "c") == Current()
    interviews.commit(id, 1, b"two", b"", seat="s1", command_id="c")
    assert interviews.check(id, 1, "s1", "d") == Newer(2, b"two")
    assert interviews.check(id, 2, "s1", "c") == Repeat(2)
    assert interviews.check(id, 2) == Current()


def test_a_commit_writes_all_that_it_was_given(interviews: Interviews, commands: Commands, id: str) -> None:
    """State, doors, texts, log and timer row move together; the instant is Redis's."""
    before_ms = _now_ms(commands)
    done = interviews.commit(
        id, 1, b"two", b"entry", seat="s1", command_id="c", due_ms=123_456_789_012, open_round=2, not_after_ms=5,
        texts={"late:1": b"a b\nc", "answer:1": b""},
    )  # fmt: skip
    assert isinstance(done, Committed)
    assert before_ms <= done.now_ms <= _now_ms(commands)
    loaded = interviews.load(id)
    assert loaded is not None
    assert (loaded.rev, loaded.state, loaded.open_round, loaded.not_after_ms) == (2, b"two", 2, 5)
    assert (loaded.notes_open, loaded.texts) == (False, {"late:1": (1, b"a b\nc"), "answer:1": (1, b"")})
    assert dict(Timers(commands).all())[id] == 123_456_789_012
    interviews.commit(id, 2, b"three", b"", due_ms=math.inf, texts={"late:1": b""})
    assert dict(Timers(commands).all())[id] == math.inf
    interviews.commit(id, 3, b"four", b"")
    assert id not in dict(Timers(commands).all())
    loaded = interviews.load(id)
    assert loaded is not None
    assert loaded.texts["late:1"] == (2, b"")
    assert interviews.log(id) == [b"entry"]


@pytest.mark.parametrize("others", [0, 1])
def test_a_commit_is_published(interviews: Interviews, redis_url: str, id: str, others: int, until: Until) -> None:
    """Whoever else is subscribed learns the revision; the state comes along when there may be two of them."""
    heard: list[messages.Commit | messages.Splice | messages.PresenceChanged] = []
    links = [Subscriptions(redis_url, lambda _, message: heard.append(messages.decode(message))) for _ in range(2)]
    for link in links[: others + 1]:
        link.subscribe(keys_of(id).hash)
    interviews.commit(id, 1, b"two\nlines", b"", texts={"late:1": b"x\ny", "answer:1": b"z"})
    until(lambda: len(heard) == others + 1)
    if others:
        whole = messages.Commit(2, b"two\nlines", {"late:1": (1, b"x\ny"), "answer:1": (1, b"z")})
        assert heard == [whole, whole]
    else:
        assert heard == [messages.Commit(2, None, {})]
    for link in links:
        link.close()


def test_a_call_is_told_and_kept_nowhere(interviews: Interviews, redis_url: str, id: str, until: Until) -> None:
    """What is relayed reaches the other workers byte for byte, and no key changes."""
    heard: list[object] = []
    link = Subscriptions(redis_url, lambda _, message: heard.append(messages.decode(message)))
    link.subscribe(keys_of(id).hash)
    before = interviews.load(id), interviews.log(id)
    interviews.relay(id, "s2", b'{"data":"a b\\nc"}\n\0')
    until(lambda: heard)
    assert heard == [messages.Call("s2", b'{"data":"a b\\nc"}\n\0')]
    assert (interviews.load(id), interviews.log(id)) == before
    link.close()


def test_a_message_of_another_version_is_refused() -> None:
    """A kind that is not known is no commit."""
    with pytest.raises(ValueError, match="no such message"):
        messages.decode(b"w9 hologram 1\n")


def test_every_commit_is_done_once_under_redelivery(interviews: Interviews, id: str) -> None:
    """Clients that send each command several times, in a race with others, get each one done exactly once."""
    random.seed(2)

    def client(seat: str) -> list[int]:
        revs = []
        for n in range(20):
            made = set()
            for _ in range(random.randint(1, 3)):
                made.add(_commit_at_last(interviews, id, seat, f"c{n}"))
            assert len(made) == 1
            revs += made
        return revs

    tasks = [runtime.spawn(client, f"s{n}") for n in range(8)]
    revs = [rev for task in tasks for rev in task.wait()]
    assert sorted(revs) == list(range(2, 162))
    assert len(set(interviews.log(id))) == len(interviews.log(id)) == 160


def _commit_at_last(interviews: Interviews, id: str, seat: str, command_id: str) -> int:
    rev = 1
    while True:
        done = interviews.commit(id, rev, b"state", f"{seat} {command_id}".encode(), seat=seat, command_id=command_id)
        match done:
            case Committed(rev=rev) | Repeat(number=rev):
                return rev
            case Newer(rev=rev):
                pass


def test_what_is_archived_expires(interviews: Interviews, commands: Commands, id: str) -> None:
    """All of it, and the timer row goes at once; a commit can keep it after all, or let it go again."""
    interviews.commit(id, 1, b"two", b"e", due_ms=5)
    interviews.archived(id)
    hash, content, log, *_ = keys_of(id)

    def expiries() -> list[int]:
        return [commands.call("PTTL", key) for key in (hash, content, log)]

    assert all(0 < left_ms <= 3_600_000 for left_ms in expiries())
    assert id not in dict(Timers(commands).all())
    interviews.commit(id, 2, b"three", b"e", expire_ms=0)
    assert expiries() == [-1, -1, -1]
    interviews.commit(id, 3, b"four", b"e", expire_ms=9_000)
    assert all(0 < left_ms <= 9_000 for left_ms in expiries())


def test_delete_leaves_nothing(interviews: Interviews, commands: Commands, id: str) -> None:
    """Not when it has moved on since the revision that was saved elsewhere."""
    interviews.commit(id, 1, b"two", b"e", due_ms=5)
    assert not interviews.delete(id, 1)
    assert interviews.exists(id)
    assert interviews.delete(id, 2)
    keys = keys_of(id)
    assert commands.call("EXISTS", *keys[:4]) == 0
    assert commands.call("ZSCORE", keys.timers, id) is None


def test_the_keys_of_an_interview_share_a_slot(new_id: Callable[[], str]) -> None:
    """One hash tag in all of them, one of 64."""
    tags = set()
    for _ in range(2_000):
        keys = keys_of(new_id())
        [tag] = {key.partition(b"}")[0] for key in keys}
        tags.add(tag)
    assert tags == {key.partition(b"}")[0] for key in TIMERS}


def _now_ms(commands: Commands) -> int:
    seconds, micros = commands.call("TIME")
    return int(seconds) * 1000 + int(micros) // 1000
