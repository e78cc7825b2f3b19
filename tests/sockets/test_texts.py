"""What is typed: kept, merged, bounded, and cut off by the clock of the store."""

from __future__ import annotations

import asyncio
import json

from server.core.texts import ANSWER_MAX_CHARS
from server.store.keys import keys_of
from tests.client import Client
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import SignedIn
from tests.system.server_process import ServerProcess

LATE_MS = 300


async def test_two_devices_of_one_seat(typed: MakeRoom) -> None:
    """What two devices type at once is all there, once; each shows the same text, as do those who look on."""
    seats = typed()
    async with (
        Client(seats["interviewer"]) as host,
        Client(seats["observer"]) as observer,
        Client(seats["candidate"]) as phone,
        Client(seats["candidate"]) as laptop,
    ):
        await ask_first(host)

        async def write(client: Client, letter: str) -> None:
            for number in range(30):
                assert (await client.type(1, f"{letter}{number}ß😀 "))["ok"]

        await asyncio.gather(write(phone, "p"), write(laptop, "l"))
        everybody = (host, observer, phone, laptop)
        for client in everybody:
            await client.sync()
        texts = {client.texts["answer:1"] for client in everybody}
        assert len(texts) == 1
        words = texts.pop()[1].split()
        for letter in "pl":
            assert [w for w in words if w[0] == letter] == [f"{letter}{number}ß😀" for number in range(30)]


async def test_the_warm_up(typed: MakeRoom, server: ServerProcess) -> None:
    """Round 0 is typed in like any other, seen by all, and not recorded: with the start its text is gone."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        assert (await host.command("warm_up"))["ok"]
        assert (await guest.type(0, "porridge"))["ok"]
        await host.until(lambda one: one.texts.get("answer:0") == (1, "porridge"))
        await ask_first(host)
        assert (await guest.type(0, "toast"))["code"] == "unknown_round"
    keys = keys_of(host.seat.interview)
    kept = [*server.redis().hvals(keys.hash.decode()), *server.redis().xrange(keys.log.decode())]
    assert "porridge" not in repr(kept)


async def test_behind(typed: MakeRoom) -> None:
    """A splice made on an older text is answered with the text as it is. Its repeat is acknowledged."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, SignedIn(seats["candidate"]) as socket:
        await ask_first(host)
        first = {"id": "a", "text": "answer", "round": 1, "base": 0, "at": 0, "remove": 0, "insert": "häuser"}
        assert await socket.ask(1, "draft", first) == {"ok": True, "seq": 1}
        assert await socket.ask(2, "draft", first) == {"ok": True, "seq": 1}
        answer = await socket.ask(3, "draft", {**first, "id": "b"})
        assert (answer["code"], answer["seq"], answer["full"]) == ("behind", 1, "häuser")
        beyond = {**first, "id": "c", "base": 1, "at": 7}
        assert (await socket.ask(4, "draft", beyond))["code"] == "behind"
        inside = {**first, "id": "d", "base": 1, "at": 1, "remove": 1, "insert": "ä😀"}
        assert await socket.ask(5, "draft", inside) == {"ok": True, "seq": 2}
        await host.until(lambda one: one.texts.get("answer:1") == (2, "hä😀user"))


async def test_too_long(typed: MakeRoom) -> None:
    """What would make an answer longer than 20,000 characters is refused, and what is there stays."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        await guest.until(lambda one: one.view.get("round"))
        assert (await guest.type(1, "x" * ANSWER_MAX_CHARS))["ok"]
        assert (await guest.type(1, "y"))["code"] == "too_long"
        await guest.sync()
        assert guest.texts["answer:1"][1] == "x" * ANSWER_MAX_CHARS
        assert (await host.type(1, "n" * 5001, text="note"))["code"] == "too_long"
        assert (await guest.type(1, "z" * (ANSWER_MAX_CHARS + 1)))["code"] == "too_long"


async def test_notes_are_private(typed: MakeRoom) -> None:
    """A note reaches its author's other devices, and nobody else; not even the one who types the answer beside it."""
    seats = typed()
    async with (
        Client(seats["interviewer"]) as host,
        Client(seats["interviewer"]) as phone,
        Client(seats["candidate"]) as guest,
        Client(seats["observer"]) as observer,
    ):
        await ask_first(host)
        assert (await host.type(1, "knows nothing", text="note"))["ok"]
        await phone.until(lambda one: one.texts.get("note:1") == (1, "knows nothing"))
        for client in (guest, observer):
            assert (await client.type(1, "mine", text="note"))["code"] == "not_allowed"
            await client.ask("sync", {"rev": -1, "texts": {}})
            assert not any("nothing" in frame for frame in client.frames)


async def test_a_hard_expiry(room: MakeRoom, server: ServerProcess) -> None:
    """Think time runs into answer time, and that out, each at its instant; from then on nothing is taken, by the
    store's own clock. What was cut off can be offered, and accepted.
    """
    seats = room("--answering", "typed", "--think-s", "1", "--answer-s", "5", "--expiry", "hard")
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        await guest.until(lambda one: one.view.get("round"))
        kept = 0
        while (answer := await guest.type(1, f"w{kept} "))["ok"]:
            kept += 1
            await asyncio.sleep(0.02)
        assert answer["code"] == "too_late"
        await host.until(lambda one: one.view["round"].get("expired_ms"))
        expired_ms = host.view["round"]["expired_ms"]
        store = server.redis()
        log = [
            (int(key.split("-")[0]), json.loads(fields["e"]))
            for key, fields in store.xrange(keys_of(host.seat.interview).log.decode())
        ]
        splices = [at_ms for at_ms, entry in log if "text" in entry]
        assert len(splices) == kept
        assert max(splices) <= expired_ms
        assert store.hget(keys_of(host.seat.interview).hash.decode(), "text:answer:1").split() == [
            f"w{number}" for number in range(kept)
        ]
        fired = [
            (at_ms, event) for at_ms, entry in log for event in entry.get("events", ())
            if event["type"] in ("answering_began", "time_expired")
        ]  # fmt: skip
        assert [event["type"] for _, event in fired] == ["answering_began", "time_expired"]
        assert [0 <= at_ms - event["at_ms"] < LATE_MS for at_ms, event in fired] == [True, True], fired
        assert (await guest.command("offer_late", round=1, text="all of it"))["ok"]
        assert (await host.command("accept_late", round=1))["ok"]
        await guest.until(lambda one: one.texts["answer:1"][1] == "all of it")
