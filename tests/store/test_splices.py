"""Typed text: every acknowledged keystroke is there, once, and none comes through a closed door."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server import runtime
from server.store import messages
from server.store.connection import Commands, Subscriptions
from server.store.interviews import Behind, Closed, Committed, Interviews, Repeat, Spliced, TooLate
from server.store.keys import keys_of
from tests.store.conftest import Until


def text_of(interviews: Interviews, id: str, name: str = "answer:1") -> bytes:
    loaded = interviews.load(id)
    assert loaded is not None
    return loaded.texts.get(name, (0, b""))[1]


def write(
    interviews: Interviews, id: str, splice_id: str, base: int, at: int, remove: int, insert: str,
    *, name: str = "answer:1", kind: Literal["answer", "note"] = "answer", round: int = 1,
) -> object:  # fmt: skip
    return interviews.splice(
        id, name, splice_id, base, at, remove, insert.encode(), kind=kind, round=round, log_entry=splice_id.encode()
    )


def test_a_splice_is_applied_once(interviews: Interviews, id: str) -> None:
    """One that is sent again is acknowledged again, also when others came after it, and the log has it once."""
    assert isinstance(write(interviews, id, "p1", 0, 0, 0, "abc"), Spliced)
    assert isinstance(write(interviews, id, "p2", 1, 1, 1, "xyz"), Spliced)
    assert write(interviews, id, "p1", 0, 0, 0, "abc") == Repeat(1)
    assert write(interviews, id, "p2", 1, 1, 1, "xyz") == Repeat(2)
    assert text_of(interviews, id) == b"axyzc"
    assert interviews.log(id) == [b"p1", b"p2"]


def test_32_splice_ids_of_a_text_are_remembered(interviews: Interviews, id: str) -> None:
    """The last 32 exactly; an older one no longer fits the text and is answered with all of it."""
    for n in range(40):
        write(interviews, id, f"p{n}", n, 0, 0, "x")
    assert write(interviews, id, "p8", 8, 0, 0, "x") == Repeat(9)
    assert write(interviews, id, "p7", 7, 0, 0, "x") == Behind(40, b"x" * 40)


def test_what_does_not_fit_is_answered_with_the_text(interviews: Interviews, id: str) -> None:
    """Based on another revision of the text, beyond its end, or inside a character."""
    assert write(interviews, id, "p0", 1, 0, 0, "a") == Behind(0, b"")
    write(interviews, id, "p1", 0, 0, 0, "é€😀")
    whole = Behind(1, "é€😀".encode())
    assert write(interviews, id, "p2", 0, 0, 0, "a") == whole
    assert write(interviews, id, "p2", 1, 9, 1, "a") == whole
    for at in (1, 3, 4, 6, 7, 8):
        assert write(interviews, id, "p2", 1, at, 0, "a") == whole
        assert write(interviews, id, "p2", 1, 0, at, "a") == whole
    assert isinstance(write(interviews, id, "p2", 1, 2, 3, "a"), Spliced)
    assert text_of(interviews, id) == "éa😀".encode()


def test_only_the_open_round_is_written(interviews: Interviews, id: str) -> None:
    """Another round, or none; a repeat is still acknowledged when the door has closed."""
    assert write(interviews, id, "p1", 0, 0, 0, "a", name="answer:2", round=2) == Closed()
    assert isinstance(write(interviews, id, "p1", 0, 0, 0, "a"), Spliced)
    interviews.commit(id, 1, b"two", b"")
    assert write(interviews, id, "p2", 1, 1, 0, "b") == Closed()
    assert write(interviews, id, "p1", 0, 0, 0, "a") == Repeat(1)


def test_notes_have_a_door_of_their_own(interviews: Interviews, id: str) -> None:
    """Notes on any round may be written while notes are open, whatever the answer's door and deadline say."""
    interviews.commit(id, 1, b"two", b"", not_after_ms=1, notes_open=True)
    assert isinstance(write(interviews, id, "p1", 0, 0, 0, "a", name="note:7:s1", kind="note", round=7), Spliced)
    interviews.commit(id, 2, b"three", b"", open_round=1)
    assert write(interviews, id, "p2", 1, 0, 0, "a", name="note:7:s1", kind="note", round=7) == Closed()


def test_after_the_deadline_it_is_too_late(interviews: Interviews, commands: Commands, id: str) -> None:
    """Redis compares its own clock with the deadline: no worker's clock or delay lets a late answer in."""
    seconds, _ = commands.call("TIME")
    interviews.commit(id, 1, b"two", b"", open_round=1, not_after_ms=(int(seconds) + 60) * 1000)
    assert isinstance(write(interviews, id, "p1", 0, 0, 0, "a"), Spliced)
    interviews.commit(id, 2, b"three", b"", open_round=1, not_after_ms=(int(seconds) - 1) * 1000)
    assert write(interviews, id, "p2", 1, 0, 0, "a") == TooLate()
    assert write(interviews, id, "p1", 0, 0, 0, "a") == Repeat(1)


def test_a_splice_is_published(interviews: Interviews, redis_url: str, id: str, until: Until) -> None:
    """Other workers get the change itself, byte for byte."""
    heard: list[object] = []
    link = Subscriptions(redis_url, lambda _, message: heard.append(messages.decode(message)))
    link.subscribe(keys_of(id).hash)
    write(interviews, id, "p1", 0, 0, 0, "a b\nc")
    write(interviews, id, "p2", 1, 1, 2, "é")
    write(interviews, id, "p2", 1, 1, 2, "é")
    write(interviews, id, "p3", 2, 0, 1, "")
    until(lambda: len(heard) == 3)
    assert heard == [
        messages.Splice("answer:1", 1, 0, 0, b"a b\nc"),
        messages.Splice("answer:1", 2, 1, 2, "é".encode()),
        messages.Splice("answer:1", 3, 0, 1, b""),
    ]
    link.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_splices_agree_with_a_model(interviews: Interviews, new_id: Callable[[], str], data: st.DataObject) -> None:
    """Whatever is typed, cut, repeated or based on an old text, Redis holds what a Python string would."""
    id = new_id()
    interviews.create(id, b"", b"", open_round=1)
    model = ""
    sent: list[tuple[str, int, int, int, str]] = []
    for _ in range(data.draw(st.integers(1, 12))):
        if sent and data.draw(st.booleans()):
            again = data.draw(st.sampled_from(sent))
            assert write(interviews, id, *again) == Repeat(again[1] + 1)
            continue
        at = data.draw(st.integers(0, len(model)))
        stop = data.draw(st.integers(at, len(model)))
        insert = data.draw(st.text(max_size=6))
        place = len(model[:at].encode()), len(model[at:stop].encode())
        base = data.draw(st.sampled_from([len(sent), len(sent), len(sent) - 1, len(sent) + 1]))
        splice = (secrets.token_hex(4), base, *place, insert)
        result = write(interviews, id, *splice)
        if base == len(sent):
            model = model[:at] + insert + model[stop:]
            sent.append(splice)
            assert isinstance(result, Spliced)
            assert result.seq == len(sent)
            assert text_of(interviews, id) == model.encode()
        else:
            assert result == Behind(len(sent), model.encode())
    interviews.delete(id)


@pytest.mark.parametrize("turn", range(10))
def test_closing_a_round_misses_no_acknowledged_keystroke(interviews: Interviews, id: str, turn: int) -> None:
    """Typing races with the commit that closes the round: what was acknowledged is the answer, exactly."""

    def typing() -> str:
        acknowledged = ""
        while True:
            character = chr(97 + len(acknowledged) % 26)
            at = len(acknowledged)
            if write(interviews, id, f"p{at}", at, at, 0, character) == Closed():
                return acknowledged
            acknowledged += character

    def closing() -> bytes:
        for _ in range(turn * 3):
            interviews.exists(id)
        assert isinstance(interviews.commit(id, 1, b"closed", b"closed"), Committed)
        return text_of(interviews, id)

    typist, closer = runtime.spawn(typing), runtime.spawn(closing)
    assert closer.wait() == typist.wait().encode() == text_of(interviews, id)
    assert interviews.log(id)[-1] == b"closed"
