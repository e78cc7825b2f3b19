"""How long a room waits for an answer while somebody else's large document is read on the same worker."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from pathlib import Path

import requests

from tests.client import Seat, make_interview
from tests.load.importing import markdown
from tests.sockets.raw import SignedIn
from tests.system.server_process import ServerProcess

PAIRS = 50
EVERY_S = 0.25  # how often each seat asks
QUIET_S = 5.0
MB = 1_000_000
Waits = list[float]


async def _asks_on(seat: Seat, waits: Waits, stop: asyncio.Event) -> None:
    """Ask what is new again and again, as a page does; note each wait in seconds."""
    async with SignedIn(seat) as socket:
        number = 0
        while not stop.is_set():
            number += 1
            since_s = time.perf_counter()
            assert (await socket.ask(number, "sync", {"rev": 10**6}))["ok"]
            waits.append(time.perf_counter() - since_s)
            await asyncio.sleep(EVERY_S)


def _import(url: str, document: bytes) -> int:
    """Upload the document as the page does; return the status."""
    person = requests.Session()
    found = re.search(r'name="csrf_token" value="([^"]+)"', person.get(f"{url}/decks/new", timeout=30).text)
    assert found
    answer = person.post(
        f"{url}/decks/preview", data={"csrf_token": found[1]}, files={"file": ("large.md", document)}, timeout=60
    )
    return answer.status_code


async def _measured(server: ServerProcess) -> dict[str, float]:
    links = [make_interview(server.var_dir, server.port) for _ in range(PAIRS)]
    seats = [Seat(link, role.title()) for each in links for role, link in each.items()]
    waits: Waits = []
    stop = asyncio.Event()
    askers = [asyncio.create_task(_asks_on(seat, waits, stop)) for seat in seats]
    documents = {megabytes: await asyncio.to_thread(markdown, megabytes * MB - 1000) for megabytes in (2, 10)}
    while len(waits) < len(askers):
        await asyncio.sleep(EVERY_S)
    waits.clear()
    await asyncio.sleep(QUIET_S)
    found = {"quiet_longest_ms": _longest_ms(waits)}
    for megabytes, document in documents.items():
        waits.clear()
        began_s = time.perf_counter()
        status = await asyncio.to_thread(_import, server.url, document)
        took_s = time.perf_counter() - began_s
        print(f"{megabytes} MB answered with {status} after {took_s:.1f} s, {len(waits)} requests of rooms meanwhile")
        found[f"import_{megabytes}_mb_longest_ms"] = _longest_ms(waits)
    stop.set()
    await asyncio.gather(*askers)
    return found


def measure() -> dict[str, float]:
    """Return the longest wait in ms of 50 rooms: without an import, with one of 2 MB, with one of 10 MB."""
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder, "var")) as server:
        return asyncio.run(_measured(server))


def _longest_ms(waits: Waits) -> float:
    return round(1000 * max(waits), 1)
