"""A strict drill over the wire: the server decides, keeps the clock, and says nothing of an answer before the end."""

from __future__ import annotations

import asyncio

import pytest

from server.bank.deck import Deck
from server.core.content import Question
from tests.client import Client, Seat, make_drill
from tests.sockets.test_presence import happened
from tests.system.server_process import ServerProcess

SECRET = "kanari-secret"
DECK = Deck(
    title="Canaries",
    questions=tuple(
        Question(
            id=f"q{number}",
            prompt=f"kanari-prompt-{number}",
            topics=(f"{SECRET}-topic",),
            points=(f"{SECRET}-point",),
            **{stage: f"{SECRET}-{stage}" for stage in ("guidance", "answer", "example")},
        )
        for number in (1, 2, 3)
    ),
)


@pytest.fixture
def drill(server: ServerProcess) -> Seat:
    """The seat of a drill of two of the three questions of a deck of canaries."""
    return Seat(make_drill(server.var_dir, server.port, deck=DECK, count=2), "")


async def _begun(client: Client) -> None:
    assert (await client.command("start"))["ok"]
    assert (await client.command("ask", after=0))["ok"]
    await client.until(lambda one: one.view["round"])


async def test_a_whole_drill(drill: Seat) -> None:
    """Asked, typed, handed in, ended alone; what was typed and every model answer stand in the report, then."""
    async with Client(drill) as kim:
        await _begun(kim)
        assert kim.view["round"]["prompt"] == "<p>kanari-prompt-1</p>"
        assert (await kim.type(1, "What I know"))["ok"]
        assert (await kim.command("submit"))["ok"]
        assert (await kim.type(1, "more"))["code"] == "handed_in"
        assert (await kim.command("ask", after=1))["ok"]
        assert "kanari-prompt-3" not in "".join(kim.frames)
        assert drill.get("report.json").status_code == 403
        assert (await kim.command("end"))["ok"]
        await kim.until(lambda one: one.view["status"] == "released")
        assert SECRET not in "".join(kim.frames)
    report = drill.get("report.json").json()
    answers = [(round["answer"]["text"], len(round["stages"])) for round in report["rounds"]]
    assert answers == [("What I know", 3), (None, 3)]


async def test_pages_say_nothing_early(drill: Seat) -> None:
    """No page or JSON below the room has a text of the deck that is not the soloist's yet, while the drill goes on."""
    async with Client(drill) as kim:
        await _begun(kim)
        for page in ("", "deck", "links", "report", "report.md", "report.json", "log.jsonl", "deck/choose", "schedule"):
            answer = await asyncio.to_thread(drill.get, page)
            assert SECRET not in answer.text, page
            assert "kanari-prompt" not in answer.text, page


async def test_the_deadline_is_the_servers(server: ServerProcess) -> None:
    """When time is up the round takes nothing more and stays as it is; the sentence speaks of nobody else."""
    drill = Seat(make_drill(server.var_dir, server.port, deck=DECK, answer_s=5), "")
    async with Client(drill) as kim:
        await _begun(kim)
        await kim.until(lambda one: one.view["round"].get("expired_ms"), 15)
        assert kim.view["round"]["clock"]["phase"] == "stopped"
        late = await kim.type(1, "late")
        assert (late["code"], "interviewer" in late["message"]) == ("too_late", False)
        assert (await kim.command("offer_late", round=1, text="late"))["code"] == "not_allowed"
        assert SECRET not in "".join(kim.frames)


async def test_a_lost_line(drill: Seat, server: ServerProcess) -> None:
    """While nobody is there the clock stands; who comes back finds it going on, with what was left."""
    async with Client(drill) as kim:
        await _begun(kim)
        deadline_ms = kim.view["round"]["clock"]["deadline_ms"]
    async with asyncio.timeout(20):
        while "paused" not in await asyncio.to_thread(happened, server, drill.interview):
            await asyncio.sleep(0.1)
    async with Client(drill) as kim:
        await kim.until(lambda one: one.view["rev"] >= 0)
        clock = kim.view["round"]["clock"]
        assert "paused" not in clock
        assert clock["deadline_ms"] > deadline_ms
        assert (await kim.type(1, "Back"))["ok"]
    kinds = await asyncio.to_thread(happened, server, drill.interview)
    assert kinds[-2:] == ["participant_back", "resumed"]
