"""A load generator for Socket.IO over websocket: one process, one epoll loop, frames made and read by hand.

`python -m tests.load.generator` reads one job (JSON) from its input, writes "ready" when every socket is connected,
plays, and writes one result (JSON); or, with no seconds to play, holds the sockets until its input ends. It has to cost
far less than any server that it measures, so it knows only what it must: text frames, Engine.IO's ping, and Socket.IO's
connect, event and acknowledgement.

A pair is two sockets with one command under way at a time. The command is complete when its sender has the
acknowledgement and the *other* socket has the event that carries the acknowledged revision, or a later one.

Closed loop: the next command follows at once. Open loop (`rate`): commands are due at fixed instants, and every
latency counts from that instant, also where the command before was late (no coordinated omission).
"""

import json
import os
import resource
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

PONG = b"\x81\x81\x00\x00\x00\x003"
CONNECTS_AT_ONCE = 64


class LoadFailed(Exception):  # noqa: N818 - reads as what happened
    """A server did not do what every measured server must."""


def frame(text: bytes) -> bytes:
    """Make a client's text frame. Its mask is zero: free for the sender, and for the server as much work as any."""
    length = len(text)
    if length < 126:
        return b"\x81" + bytes([0x80 | length]) + b"\0\0\0\0" + text
    return b"\x81\xfe" + length.to_bytes(2, "big") + b"\0\0\0\0" + text


def cpu_s(pid: int) -> float:
    """Return the seconds of processor time, user and system, that the process `pid` has used."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the (sorted) values lie; 0 when there are none."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


class Client:
    """One socket: its handshake, then its frames."""

    def __init__(self, port: int, query: str, auth: Any, pair: "Pair", number: int) -> None:
        self.pair, self.number, self.buffer = pair, number, b""
        self.auth = frame(b"40" + json.dumps(auth).encode())
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        path = f"/socket.io/?EIO=4&transport=websocket&{query}"
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.socket.setblocking(False)
        self.take: Callable[[bytes], None] = self.upgrade

    def upgrade(self, data: bytes) -> None:
        """Take the answer to the handshake."""
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if found:
            if b" 101 " not in head[:16]:
                raise LoadFailed(f"a websocket was refused: {head[:200]!r}")
            self.buffer, self.take = b"", self.frames
            self.frames(rest)

    def frames(self, data: bytes) -> None:
        """Take what has come, and act on each whole frame in it."""
        if self.buffer:
            data = self.buffer + data
        at, end = 0, len(data)
        while end - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if end < start + length or start > end:
                break
            opcode = data[at] & 15
            at = start + length
            if opcode == 1:
                self.packet(data, start, at)
            elif opcode == 8:
                raise LoadFailed(f"the server closed a socket: {data[start:at]!r}")
        self.buffer = data[at:] if at < end else b""

    def packet(self, data: bytes, start: int, end: int) -> None:
        """Act on one Engine.IO packet, data[start:end]."""
        kind = data[start : start + 2]
        if kind == b"42":
            self.pair.event(self, data, start, end)
        elif kind == b"43":
            self.pair.acknowledged(data, data.index(b"[", start), end)
        elif kind[:1] == b"2":
            self.socket.send(PONG)
        elif kind[:1] == b"0":
            self.socket.send(self.auth)
        elif kind == b"40":
            self.pair.connected()
        elif kind == b"44":
            raise LoadFailed(f"a connection was refused: {data[start:end]!r}")


class Pair:
    """Two sockets, their script, and the command under way."""

    def __init__(self, run: "Run") -> None:
        self.run, self.position, self.sent = run, 0, 0
        self.busy, self.began, self.acked_at, self.rev, self.other = False, 0.0, 0.0, -1, 0
        self.done_rev, self.seen_rev, self.seen_at = -1, [-1, -1], [0.0, 0.0]
        self.due: deque[float] = deque()
        self.clients: list[Client] = []

    def connected(self) -> None:
        """Count a socket that is connected for good."""
        self.run.waiting -= 1

    def next(self, began: float) -> None:
        """Send the next command; its latencies count from `began`."""
        if self.position == len(self.run.script):
            self.position = self.run.repeat_from
        seat, text = self.run.script[self.position]
        self.position += 1
        self.sent += 1
        number = b"%d" % self.sent
        self.busy, self.began, self.rev, self.other = True, began, -1, 1 - seat
        self.clients[seat].socket.send(frame(b"42" + number + text.replace(b"$", number, 1)))

    def event(self, client: Client, data: bytes, start: int, end: int) -> None:
        """Note the revision of an event that has come."""
        at = data.find(self.run.field, start, end)
        if at < 0:
            return
        at += len(self.run.field)
        stop = at
        while 48 <= data[stop] <= 57:
            stop += 1
        self.run.events += 1
        self.run.event_bytes += end - start
        number, rev = client.number, int(data[at:stop])
        if rev <= self.seen_rev[number]:
            return
        self.seen_rev[number], self.seen_at[number] = rev, time.perf_counter()
        if self.busy and number == self.other and 0 <= self.rev <= rev:
            self.complete()

    def acknowledged(self, data: bytes, start: int, end: int) -> None:
        """Note the acknowledgement that has come: data[start:end] is its JSON."""
        if not data.startswith(b'[{"ok":true', start):
            self.run.refused(data[start:end])
            self.busy = False
            self.run.free(self)
            return
        at = data.index(self.run.field, start) + len(self.run.field)
        rev = int(data[at : end - 2])
        if rev <= self.done_rev:  # it was so already: nothing was committed, and nobody will be shown anything
            self.run.refused(data[start:end])
            self.busy = False
            self.run.free(self)
            return
        self.acked_at, self.rev, self.done_rev = time.perf_counter(), rev, rev
        if self.seen_rev[self.other] >= self.rev:
            self.complete()

    def complete(self) -> None:
        """Count the command: acknowledged to one, shown to the other."""
        self.busy = False
        run = self.run
        if run.counting:
            run.acks.append(self.acked_at - self.began)
            run.pushes.append(self.seen_at[self.other] - self.began)
        run.free(self)


class Run:
    """One job: connect, warm up, measure."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.field: bytes = job["field"].encode()
        self.events, self.event_bytes, self.refusals = 0, 0, 0
        self.first_refusal = ""
        self.acks: list[float] = []
        self.pushes: list[float] = []
        self.counting, self.sending, self.rate = False, False, job.get("rate")
        self.elapsed_s = 0.0
        self.script: list[tuple[int, bytes]] = [(seat, text.encode()) for seat, text in job["script"]]
        self.repeat_from: int = job["repeat_from"]
        self.waiting = 2 * len(job["pairs"])
        self.poll = select.epoll()
        self.clients: dict[int, Client] = {}
        self.pairs = [Pair(self) for _ in job["pairs"]]

    def connect(self) -> None:
        """Connect every socket, some at a time.

        Raises: LoadFailed when one is refused or takes longer than a minute.
        """
        total, deadline = 2 * len(self.pairs), time.monotonic() + 60
        for pair, job in zip(self.pairs, self.job["pairs"], strict=True):
            for number, seat in enumerate(job):
                client = Client(self.job["port"], seat["query"], seat["auth"], pair, number)
                pair.clients.append(client)
                self.clients[client.socket.fileno()] = client
                self.poll.register(client.socket, select.EPOLLIN)
                while len(self.clients) - (total - self.waiting) >= CONNECTS_AT_ONCE:
                    self.turn(0.05, deadline)
        while self.waiting:
            self.turn(0.05, deadline)

    def turn(self, timeout_s: float, deadline: float = float("inf")) -> None:
        """Wait for what comes, at most `timeout_s`, and act on it."""
        if time.monotonic() > deadline:
            raise LoadFailed(f"{self.waiting} sockets were not connected within a minute")
        for number, _ in self.poll.poll(timeout_s):
            client = self.clients[number]
            try:
                data = client.socket.recv(262_144)
            except BlockingIOError:
                continue
            if not data:
                raise LoadFailed("the server broke a connection")
            client.take(data)

    def free(self, pair: Pair) -> None:
        """A pair's command is complete: send its next, if one is due."""
        if self.rate:
            if pair.due:
                pair.next(pair.due.popleft())
        elif self.sending:
            pair.next(time.perf_counter())

    def refused(self, answer: bytes) -> None:
        """Count a refusal: not a command, but something that the report must show."""
        self.refusals += 1
        self.first_refusal = self.first_refusal or answer.decode()
        if self.refusals > 1000:
            raise LoadFailed(f"more than 1000 refusals, the first: {self.first_refusal}")

    def play(self, seconds: float) -> None:
        """Send for `seconds`, then wait for what is under way."""
        began = time.perf_counter()
        end = began + seconds
        self.sending = True
        if self.rate:
            self.play_open(began, end)
        else:
            for pair in self.pairs:
                if not pair.busy:
                    pair.next(time.perf_counter())
            while time.perf_counter() < end:
                self.turn(0.05)
        if not self.counting:
            return
        self.elapsed_s = time.perf_counter() - began

    def play_open(self, began: float, end: float) -> None:
        """Send at fixed instants, each pair in turn."""
        interval, sent, count = 1 / self.rate, 0, len(self.pairs)
        while (due := began + sent * interval) < end:
            now = time.perf_counter()
            if due <= now:
                pair = self.pairs[sent % count]
                sent += 1
                if pair.busy:
                    pair.due.append(due)
                else:
                    pair.next(due)
            else:
                self.turn(due - now)

    def settle(self) -> None:
        """Let what is under way come to its end, at most 30 s: a slow machine is no loss."""
        self.sending = False
        deadline = time.perf_counter() + 30
        while any(pair.busy for pair in self.pairs):
            self.turn(0.05)
            if time.perf_counter() > deadline:
                lost = sum(pair.busy for pair in self.pairs)
                raise LoadFailed(f"{lost} commands were not acknowledged and shown within 30 s")

    def measure(self) -> dict[str, Any]:
        """Warm up, measure, and return the figures; latencies in milliseconds."""
        self.play(self.job["warmup_s"])
        self.events = self.event_bytes = 0
        pid, self.counting = self.job["pid"], True
        server, own = cpu_s(pid), _own_cpu_s()
        self.play(self.job["seconds"])
        server, own = cpu_s(pid) - server, _own_cpu_s() - own
        commands, self.counting = len(self.acks), False
        self.settle()
        acks, pushes = sorted(self.acks), sorted(self.pushes)
        return {
            "commands": commands,
            "per_cpu": commands / server if server else 0.0,
            "per_wall": commands / self.elapsed_s,
            "ack_p50_ms": 1000 * percentile(acks, 0.5),
            "ack_p99_ms": 1000 * percentile(acks, 0.99),
            "push_p50_ms": 1000 * percentile(pushes, 0.5),
            "push_p99_ms": 1000 * percentile(pushes, 0.99),
            "event_bytes": self.event_bytes / self.events if self.events else 0.0,
            "server_core": server / self.elapsed_s,
            "generator_core": own / self.elapsed_s,
            "refusals": self.refusals,
            "first_refusal": self.first_refusal,
        }

    def idle(self) -> None:
        """Hold the sockets, answering pings, until a line comes."""
        self.poll.register(0, select.EPOLLIN)
        while True:
            for number, _ in self.poll.poll():
                if number == 0:
                    return
                data = self.clients[number].socket.recv(262_144)
                if not data:
                    raise LoadFailed("the server broke an idle connection")
                self.clients[number].take(data)


def _own_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Do the job on the standard input."""
    job = json.loads(sys.stdin.readline())
    if job.get("core") is not None:
        os.sched_setaffinity(0, {job["core"]})
    try:
        run = Run(job)
        run.connect()
        print("ready", flush=True)
        if job["seconds"]:
            print(json.dumps(run.measure()), flush=True)
        else:
            run.idle()
    except (LoadFailed, OSError) as failure:
        sys.exit(f"generator: {failure}")


if __name__ == "__main__":
    main()
