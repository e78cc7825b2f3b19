"""A class of 30 rooms with 60 students behind one address, half of them on long polling, and its coach at the wall."""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import requests
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import executable
from tests.client import Client, Seat
from tests.load.generator import percentile
from tests.load.polling import PollingClient
from tests.system.server_process import ServerProcess

T = TypeVar("T")
ROOMS, SECONDS, SPLICES_PER_S = 30, 20, 5
TICK_EVERY_S = 2.0
# When the number of points still open has changed on a tile, by its room.
WATCH = """() => {
    window.seen = [];
    const open = new Map();
    const look = (tile) => {
        const found = /(\\d+) of \\d+ points open/.exec(tile.textContent)?.[1];
        if (found === undefined || open.get(tile.id) === found) return;
        open.set(tile.id, found);
        requestAnimationFrame(() => setTimeout(() => seen.push([tile.id.slice(5), Date.now()])));
    };
    const tiles = document.querySelectorAll('.tile');
    tiles.forEach((tile) => {
        open.set(tile.id, /(\\d+) of \\d+ points open/.exec(tile.textContent)?.[1]);
        new MutationObserver(() => look(tile)).observe(tile, {subtree: true, childList: true, characterData: true});
    });
}"""


class Pair:
    """Two students in a room."""

    def __init__(self, asks: Client, answers: Client) -> None:
        self.asks = asks
        self.answers = answers
        self.typed = ""
        self.ticked_ms: list[float] = []

    @property
    def room(self) -> str:
        return self.asks.seat.interview

    async def begins(self) -> None:
        """Start, ask, and let the other answer."""
        for type in ("start", "ask", "begin"):
            answer = await self.asks.command(type)
            assert answer["ok"], answer

    async def ticks(self, until_s: float, chance: random.Random) -> None:
        """Tick and untick a talking point every two seconds or so; note when."""
        on = True
        while time.monotonic() < until_s:
            await asyncio.sleep(TICK_EVERY_S * chance.uniform(0.7, 1.3))
            self.ticked_ms.append(time.time() * 1000)
            answer = await self.asks.command("tick", round=1, point=0, on=on)
            assert answer["ok"], answer
            on = not on

    async def types(self, until_s: float) -> None:
        """Type five splices a second."""
        while time.monotonic() < until_s:
            began_s = time.monotonic()
            words = f"word{len(self.typed)} "
            answer = await self.answers.type(1, words)
            assert answer["ok"], answer
            self.typed += words
            await asyncio.sleep(max(0.0, 1 / SPLICES_PER_S - (time.monotonic() - began_s)))


def measure() -> dict[str, float]:
    """Let the class run for 20 s; return what the coach and the students felt."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ServerProcess(Path(folder, "var")) as server,
        ThreadPoolExecutor(4 * ROOMS) as executor,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = chromium.new_page(base_url=f"http://localhost:{server.port}", viewport={"width": 1280, "height": 900})
        path, code = _class(page)
        began_s = time.monotonic()
        seats = list(executor.map(lambda number: _comes_in(server, code, number), range(2 * ROOMS)))
        joined_s = time.monotonic() - began_s
        page.goto(f"{path}/wall")
        expect(page.locator(".tile")).to_have_count(ROOMS)
        felt = _felt(page, seats, executor)
        chromium.close()
    return {"class_join_60_s": round(joined_s, 1), **felt}


def _class(page: Page) -> tuple[str, str]:
    page.goto("/classes/new")
    page.get_by_label("Name of the class").fill("Class")
    page.get_by_label("Names", exact=True).fill("\n".join(f"a{n}, b{n}" for n in range(ROOMS)))
    page.get_by_role("button", name="Make the class").click()
    return page.url, page.locator(".code-word").inner_text()


def _comes_in(server: ServerProcess, code: str, number: int) -> Seat:
    """Take a name of the list, as a browser does."""
    seat = Seat.__new__(Seat)
    seat.http, seat.base = requests.Session(), f"http://127.0.0.1:{server.port}"
    page = seat.http.get(f"{seat.base}/c/{code}", timeout=30)
    assert page.status_code == 200, page.status_code
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    form = {"csrf_token": token[1], "student": str(number)}
    answer = seat.http.post(f"{seat.base}/c/{code}", data=form, timeout=30, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    seat.room = answer.headers["Location"]
    _, _, seat.interview, seat.id = seat.room.split("/")
    return seat


def _felt(page: Page, seats: list[Seat], executor: ThreadPoolExecutor) -> dict[str, float]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(180)

    clients = [PollingClient(seat, executor) if number % 4 > 1 else Client(seat) for number, seat in enumerate(seats)]
    pairs = [Pair(*clients[place : place + 2]) for place in range(0, len(clients), 2)]
    try:
        run(_all(client.__aenter__ for client in clients))
        run(_all(pair.begins for pair in pairs))
        expect(page.locator(".tile").filter(has_text="answering")).to_have_count(ROOMS)
        page.evaluate(WATCH)
        until_s = time.monotonic() + SECONDS
        works = [lambda pair=pair: pair.ticks(until_s, random.Random(pair.room)) for pair in pairs]
        works += [lambda pair=pair: pair.types(until_s) for pair in pairs[: ROOMS // 3]]
        running = asyncio.run_coroutine_threadsafe(_all(works), loop)
        page.wait_for_timeout(SECONDS * 1000)  # Playwright must go on while they play
        running.result(60)
        page.wait_for_timeout(1000)
        late_ms = _lateness(page.evaluate("seen"), pairs)
        lost = run(_lost(pairs))
        extended_s = _extended(page, clients)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        run(_all(lambda client=client: client.__aexit__() for client in clients))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    return {
        "wall_tile_p50_ms": round(percentile(late_ms, 0.5)),
        "wall_tile_p95_ms": round(percentile(late_ms, 0.95)),
        "wall_changes": len(late_ms),
        "wall_characters_typed": sum(len(pair.typed) for pair in pairs),
        "wall_characters_lost": lost,
        "wall_extend_all_s": round(extended_s, 2),
        "wall_heap_mb": round(metrics["JSHeapUsedSize"] / 1e6, 1),
    }


async def _all(works: Any) -> None:
    await asyncio.gather(*(work() for work in works))


def _lateness(seen: list[tuple[str, float]], pairs: list[Pair]) -> list[float]:
    """From when a change was asked for to the frame after the one in which the coach's screen had it."""
    late_ms = []
    for pair in pairs:
        shown = [at_ms for room, at_ms in seen if room == pair.room]
        assert len(shown) == len(pair.ticked_ms), f"{len(shown)} of {len(pair.ticked_ms)} changes were shown"
        late_ms += [at_ms - asked_ms for at_ms, asked_ms in zip(shown, pair.ticked_ms, strict=True)]
    return late_ms


async def _lost(pairs: list[Pair]) -> int:
    """How many characters that were acknowledged the other side does not have."""
    lost = 0
    for pair in pairs:
        if pair.typed:
            await pair.asks.sync()
            _, text = pair.asks.texts.get("answer:1", (0, ""))
            lost += 0 if text == pair.typed else max(1, len(pair.typed) - len(text))
    return lost


def _extended(page: Page, clients: list[Client]) -> float:
    """From pressing "+2 min" to when everybody's clock has it."""
    before = [client.view["round"]["clock"]["deadline_ms"] for client in clients]
    began_s = time.monotonic()
    page.get_by_role("button", name="+2 min").click()
    has: Callable[[int], bool] = lambda n: clients[n].view["round"]["clock"].get("deadline_ms", 0) > before[n]  # noqa: E731
    waiting = set(range(len(clients)))
    while waiting and time.monotonic() - began_s < 20:
        waiting = {number for number in waiting if not has(number)}
        time.sleep(0.002)
    assert not waiting, f"{len(waiting)} have no more time"
    return time.monotonic() - began_s


if __name__ == "__main__":
    print(measure())
