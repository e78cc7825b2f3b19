"""A device whose network lets no websocket through: the same client, over long polling."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

import requests

from tests.client import Client, Seat

T = TypeVar("T")
SEPARATOR = "\x1e"


class PollingClient(Client):
    """A client over long polling; its requests wait in threads of the executor."""

    def __init__(self, seat: Seat, executor: Executor, **how: bool) -> None:
        super().__init__(seat, **how)
        self._executor = executor
        self._address = f"{seat.base}/socket.io/?EIO=4&transport=polling&interview={seat.interview}"

    async def _run(self) -> None:
        token = await self._wait(self.seat.token)
        with requests.Session() as line, requests.Session() as up:
            opened = await self._wait(lambda: self._text_of(line.get(self._address, timeout=20)))
            address = f"{self._address}&sid={json.loads(opened[1:])['sid']}"
            socket = _Socket(lambda frame: self._wait(lambda: self._text_of(up.post(address, data=frame, timeout=20))))
            await socket.send("40" + json.dumps({"token": token}))
            while True:
                answer = await self._wait(lambda: self._text_of(line.get(address, timeout=30)))
                for frame in answer.split(SEPARATOR):
                    await self._take(socket, frame)

    async def _wait(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    @staticmethod
    def _text_of(answer: requests.Response) -> str:
        answer.raise_for_status()
        return answer.content.decode()


class _Socket:
    """What a client needs of a socket, by POST; one at a time, in order."""

    def __init__(self, post: Callable[[str], Any]) -> None:
        self._post = post
        self._turn = asyncio.Lock()

    async def send(self, frame: str) -> None:
        async with self._turn:
            await self._post(frame)

    async def close(self) -> None:
        raise requests.ConnectionError("closed")
