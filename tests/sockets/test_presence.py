"""Who is there, as the others see it: a closed tab, a dead worker, a silent network; and what it does to the clock."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

from server.store.keys import keys_of
from tests.client import Client, Seat, make_interview
from tests.sockets.conftest import MakeRoom, ask_first
from tests.system.server_process import ServerProcess
from tests.system.world import TwoWorkers

TAB_S = 5.0
SILENCE_S = 10.5  # 10 s, and what a busy machine adds


def happened(server: ServerProcess, id: str) -> list[str]:
    """The types of all events in the interview's log."""
    log = server.redis().xrange(keys_of(id).log.decode())
    return [event["type"] for _, fields in log for event in json.loads(fields["e"]).get("events", ())]


async def gone(host: Client, seat: Seat) -> float:
    """Wait until the host is told that the seat is not connected; return how long that took."""
    since_s = time.monotonic()
    await host.until(lambda one: seat.id not in one.connected, 20)
    return time.monotonic() - since_s


async def test_a_closed_tab(typed: MakeRoom) -> None:
    """The others see it within 5 s, the clock stands from when it was closed, and goes on when the lead says so."""
    seats = typed()
    async with Client(seats["interviewer"]) as host:
        async with Client(seats["candidate"]):
            await host.until(lambda one: seats["candidate"].id in one.connected)
            await ask_first(host)
            await host.until(lambda one: one.view["round"])
            deadline_ms = host.view["round"]["clock"]["deadline_ms"]
            now_ms = (await host.sync())["now_ms"]
        assert await gone(host, seats["candidate"]) < TAB_S
        await host.until(lambda one: one.view["round"]["clock"].get("paused"), TAB_S)
        clock = host.view["round"]["clock"]
        assert clock["paused_for"] == seats["candidate"].id
        assert abs(clock["left_ms"] - (deadline_ms - now_ms)) < 1000
        async with Client(seats["candidate"]):
            await host.until(lambda one: seats["candidate"].id in one.connected)
            assert host.view["round"]["clock"]["paused"]
            assert (await host.command("resume"))["ok"]


async def test_a_refresh_and_a_second_tab(typed: MakeRoom, server: ServerProcess) -> None:
    """Neither a refresh nor closing one tab of two stops the clock or is called a loss."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as tab:
        await host.until(lambda one: seats["candidate"].id in one.connected)
        await ask_first(host)
        before = happened(server, host.seat.interview)
        async with Client(seats["candidate"]):
            pass
        await tab.drop()
        await asyncio.sleep(4)  # longer than a refresh may take
        await host.sync()
        assert seats["candidate"].id in host.connected
        assert happened(server, host.seat.interview) == before
        assert not host.view["round"]["clock"].get("paused")


async def test_a_silent_network(typed: MakeRoom, server: ServerProcess) -> None:
    """A line on which nothing comes any more is noticed within 10 s, and the clock is set back to when it was heard."""
    links = make_interview(server.var_dir, server.port, "--answering", "typed", "--think-s", "0", "--answer-s", "600")
    async with proxy(server.port) as (port, silence):
        host_seat = Seat(links["interviewer"], "Ada")
        seat = await asyncio.to_thread(Seat, links["candidate"].replace(f":{server.port}/", f":{port}/"), "Bo")
        async with Client(host_seat) as host, Client(seat):
            await host.until(lambda one: seat.id in one.connected)
            await ask_first(host)
            await host.until(lambda one: one.view["round"])
            deadline_ms = host.view["round"]["clock"]["deadline_ms"]
            now_ms = (await host.sync())["now_ms"]
            silence.set()
            assert await gone(host, seat) < SILENCE_S
            await host.until(lambda one: one.view["round"]["clock"].get("paused"), TAB_S)
            left_ms = host.view["round"]["clock"]["left_ms"]
            assert -500 < left_ms - (deadline_ms - now_ms) < 5500  # it was last heard at the ping before


@contextlib.asynccontextmanager
async def proxy(port: int) -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A line to the server that can fall silent without being closed."""
    silence = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if silence.is_set():
                await asyncio.Event().wait()
            writer.write(data)
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        tasks.extend(
            (
                asyncio.create_task(forward(reader, there_writer)),
                asyncio.create_task(forward(there_reader, writer)),
            )
        )

    listener = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1], silence
    finally:
        for task in tasks:
            task.cancel()
        listener.close()


async def test_a_killed_worker(tmp_path: Path) -> None:
    """With two workers on one Redis, whoever was on the killed one is seen as gone within 5 s, and as back at once."""
    with TwoWorkers(tmp_path) as world:
        links = make_interview(world.var_dir, world.workers[0].port)
        there = links["candidate"].replace(f":{world.workers[0].port}/", f":{world.workers[1].port}/")
        host_seat, seat = Seat(links["interviewer"], "Ada"), Seat(there, "Bo")
        async with Client(host_seat) as host, Client(seat):
            await host.until(lambda one: seat.id in one.connected)
            await asyncio.to_thread(world.workers[1].kill9)
            assert await gone(host, seat) < TAB_S
            await asyncio.to_thread(world.workers[1].start)
            await host.until(lambda one: seat.id in one.connected, TAB_S)
            await host.until(lambda one: not one.view["seats"][1].get("lost_ms"), TAB_S)
