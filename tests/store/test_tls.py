"""The same links through TLS, in front of a Valkey that is built without."""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from server import runtime
from server.store.connection import Commands, Subscriptions
from tests.store.conftest import Until

CIPHERS = "aNULL:@SECLEVEL=0"  # encrypts without a certificate, so that the tests hold no key


class Tunnel:
    """Takes TLS connections, and passes what they say to a unix socket; runs on a thread of its own."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(CIPHERS)
        start = asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=context)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(5)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"rediss://127.0.0.1:{port}?ssl_cert_reqs=none&ssl_check_hostname=False&ssl_ciphers={CIPHERS}"

    async def _pass_on(self, outer: asyncio.StreamReader, outer_to: asyncio.StreamWriter) -> None:
        inner, inner_to = await asyncio.open_unix_connection(self._path)
        await asyncio.gather(_pump(outer, inner_to), _pump(inner, outer_to))

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


@pytest.fixture
def url(redis_url: str) -> Iterator[str]:
    tunnel = Tunnel(urlsplit(redis_url).path)
    yield tunnel.url
    tunnel.close()


def test_commands_through_tls(url: str) -> None:
    """Many callers, and a value longer than any buffer, each way."""
    commands = Commands(url)
    long = os.urandom(3_000_000)
    assert commands.call_all([("ECHO", long), ("PING",)]) == [long, b"PONG"]
    tasks = [runtime.spawn(lambda n=n: [commands.call("ECHO", f"{n}-{turn}") for turn in range(5)]) for n in range(50)]
    for n, task in enumerate(tasks):
        assert task.wait() == [f"{n}-{turn}".encode() for turn in range(5)]
    commands.close()


def test_subscriptions_through_tls(url: str, commands: Commands, until: Until) -> None:
    """What is decrypted already does not wait for the next packet."""
    heard: list[bytes] = []
    link = Subscriptions(url, lambda _, message: heard.append(message))
    link.subscribe(b"{t}:tls")
    sent = [bytes([65 + n]) * 30_000 for n in range(10)]
    commands.call_all([("SPUBLISH", "{t}:tls", message) for message in sent])
    until(lambda: len(heard) == 10)
    assert heard == sent
    link.close()
