"""The replay's pages: open with the report, as the seat's own view, from a log that says how it began."""

from __future__ import annotations

import json

import msgspec
import pytest

from server.core import replay
from tests.core.canaries import CANARY
from tests.reports.stage import ID, Played
from tests.website import Browser


@pytest.fixture
def played(played: Played) -> Played:
    """One whose log begins as that of every new interview does."""
    whole = played.live.log(ID)
    played.live.log = lambda _id: [replay.first(played.room.first), *whole]  # type: ignore[method-assign]
    return played


def frames(browser: Browser, path: str) -> list[dict[str, object]]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def test_it_is_open_with_the_report(played: Played, stranger: Browser) -> None:
    """To who interviewed from the end on, to the candidate and who watched with the release; to nobody else."""
    for seat, status in (("s1", 200), ("s2", 403), ("s3", 200), ("s4", 403)):
        for below in ("replay", "replay/frames.jsonl"):
            assert played.browser(seat).get(played.path(seat, below)).status_code == status, (seat, below)
    played.release()
    for seat in ("s1", "s2", "s3", "s4"):
        assert played.browser(seat).get(played.path(seat, "replay")).status_code == 200
        assert stranger.get(played.path(seat, "replay")).status_code == 404
        assert stranger.get(played.path(seat, "replay/frames.jsonl")).status_code == 404


def test_a_candidate_sees_what_they_saw(played: Played) -> None:
    """The prompt and the stage that was shown; no other stage, no point, no note, nobody else's marks, no plan."""
    played.release()
    found = str(frames(played.browser("s2"), played.path("s2", "replay/frames.jsonl")))
    seen = set(CANARY.findall(found))
    assert {"CANARY.prompt.q1", "CANARY.guidance.q1"} <= seen
    assert not seen & {"CANARY.answer.q1", "CANARY.example.q1", "CANARY.point0.q1", "CANARY.title.q6"}
    for secret in ("LEADS-NOTE", "SECONDS-NOTE"):
        assert secret not in found


def test_an_interviewer_sees_points_and_their_own_marks(played: Played) -> None:
    """But nobody's notes, and of a sealed panel only what was open to them then."""
    found = str(frames(played.browser("s1"), played.path("s1", "replay/frames.jsonl")))
    assert "CANARY.point0.q1" in found
    assert "NOTE" not in found
    assert "'depth': 3" in found
    assert "'depth': 1" not in found


def test_an_old_log_says_that_it_is_too_old(played: Played) -> None:
    """With a sentence, where the player shows it."""
    whole = played.live.log(ID)
    played.live.log = lambda _id: whole[1:]  # type: ignore[method-assign]
    answer = played.browser("s1").get(played.path("s1", "replay/frames.jsonl"), headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "older than replays" in answer.get_json()["message"]


def test_who_wants_no_typing_kept_is_said(played: Played) -> None:
    """By name; their answer stands whole from when it was closed."""
    seats = tuple(msgspec.structs.replace(seat, replay=seat.id != "s2") for seat in played.room.interview.seats)
    played.room.interview = msgspec.structs.replace(played.room.interview, seats=seats)
    played.hold()
    assert "did not want typing kept" in played.browser("s1").get(played.path("s1", "replay")).get_data(as_text=True)
    found = frames(played.browser("s1"), played.path("s1", "replay/frames.jsonl"))
    assert not [frame for frame in found if "insert" in frame]
    assert [frame["full"] for frame in found if frame.get("full")] == [played.texts["answer:1"]]
