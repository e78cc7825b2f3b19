"""`make bench`: Greenroom beside two reference servers that do the least a real-time room can do.

The references answer a command with one Redis script, one emit to two sockets and one acknowledgement; Greenroom
decodes, checks, decides, commits state and builds a view for each role on top. All three run at once on one core (only
one of them has work at a time), on the same Valkey, with events of the size of Greenroom's mean view; the generator and
Valkey have the other core. What counts is the processor time of the server's process.
"""

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from server.embedded import Valkey
from tests.load import drilling, histories, importing, remembering, replays, rooms, searching, stalls, walls

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EVENT_OVERHEAD = len('42["evt",{"t":1,"v":1234,"pad":""}]')
REFERENCE_SCRIPT = [(0, '["cmd",{"t":1}]'), (1, '["cmd",{"t":2}]')]
Figures = dict[str, Any]


class Plan:
    """How much is measured."""

    def __init__(self, quick: bool) -> None:
        self.pairs = (50, 200)
        self.rounds = 1 if quick else 5
        self.seconds = 2.0 if quick else 4.0
        self.warmup_s = 1.0
        self.rate, self.rate_pairs, self.rate_rounds = 250, 50, 1 if quick else 3
        self.idle_sockets = 200 if quick else 600
        self.idle_s = 2.0 if quick else 7.0  # pings come after 5 s


class Server:
    """A server under measurement: how its pairs sign in and what they send."""

    def __init__(self, name: str, port: int, command: list[str], environ: dict[str, str], core: int | None) -> None:
        self.name, self.port, self.field = name, port, '"v":'
        self.script, self.repeat_from = REFERENCE_SCRIPT, 0
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
        if core is not None:
            os.sched_setaffinity(self.process.pid, {core})
        _await_port(port, self.process)

    def pairs(self, count: int) -> list[rooms.Seats]:
        """Return the handshakes of `count` fresh pairs."""
        names = [secrets.token_hex(8) for _ in range(count)]
        return [[{"query": f"interview={name}", "auth": {"room": name}}] * 2 for name in names]

    def resident_kb(self) -> int:
        """Return the memory that the process holds."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        raise AssertionError("the kernel does not say how much memory a process holds")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Greenroom(Server):
    """Greenroom itself."""

    def __init__(self, redis_url: str, var_dir: Path, core: int | None) -> None:
        port = _free_port()
        environ = {"PORT": str(port), "HOST": "127.0.0.1", "VAR_DIR": str(var_dir), "REDIS_URL": redis_url}
        super().__init__("greenroom", port, [sys.executable, "-m", "server"], environ, core)
        self.field = '"rev":'
        self.script, self.repeat_from = rooms.script()
        self.website = rooms.Website(port)

    def pairs(self, count: int) -> list[rooms.Seats]:
        return [self.website.pair() for _ in range(count)]


def flask_socketio(redis_url: str, event_bytes: int, core: int | None) -> Server:
    """Start reference (a)."""
    port, pad = _free_port(), max(0, event_bytes - EVENT_OVERHEAD)
    command = [sys.executable, "-W", "ignore", str(HERE / "reference_flask_socketio.py"), str(port), redis_url]
    return Server("flask_socketio", port, [*command, str(pad)], {}, core)


def asgi(redis_url: str, event_bytes: int, core: int | None) -> Server:
    """Start reference (b)."""
    port, pad = _free_port(), max(0, event_bytes - EVENT_OVERHEAD)
    command = [sys.executable, "-m", "uvicorn", "tests.load.reference_asgi:app", "--port", str(port)]
    environ = {"REDIS_URL": redis_url, "BYTES": str(pad)}
    return Server("asgi", port, [*command, "--log-level", "warning"], environ, core)


@contextmanager
def generator(server: Server, pairs: list[rooms.Seats], **how: Any) -> Iterator[Callable[[], str]]:
    """Start the generator, with every socket connected; yield what takes its next line."""
    job = {
        "port": server.port, "pid": server.process.pid, "core": cores()[1], "field": server.field, "pairs": pairs,
        "script": server.script, "repeat_from": server.repeat_from, **how,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.load.generator"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        output = process.stdout

        def line() -> str:
            told = output.readline()
            if not told:
                raise SystemExit(f"The load on {server.name} failed; the lines above say why.")
            return told

        assert line() == "ready\n"
        yield line
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def play(server: Server, pairs: int, seconds: float, warmup_s: float, rate: float | None = None) -> Figures:
    """Let fresh pairs play, and return the figures; latencies in ms."""
    with generator(server, server.pairs(pairs), seconds=seconds, warmup_s=warmup_s, rate=rate) as line:
        figures: Figures = json.loads(line())
    if figures["generator_core"] > 0.9:
        print(f"Beware: the generator used {figures['generator_core']:.0%} of its core ({server.name}, {pairs} pairs).")
    if figures["refusals"]:
        print(f"Beware: {figures['refusals']} refusals by {server.name}: {figures['first_refusal']}")
    return figures


def kb_per_socket(server: Server, sockets: int, idle_s: float) -> float:
    """Return how much memory an idle socket costs: growth of the resident set, after some have come and gone."""
    with generator(server, server.pairs(20), seconds=0):
        pass
    pairs = server.pairs(sockets // 2)
    time.sleep(1)  # for what those who left have left to do
    before = server.resident_kb()
    with generator(server, pairs, seconds=0):
        time.sleep(idle_s)
        return (server.resident_kb() - before) / sockets


def median(all_figures: list[Figures]) -> Figures:
    """Return the median of each figure."""
    return {
        name: statistics.median(figures[name] for figures in all_figures)
        for name, value in all_figures[0].items()
        if isinstance(value, int | float)
    }


def run(plan: Plan, folder: Path, say: Callable[[str], None] = print) -> Figures:
    """Measure everything; return what goes into bench.json."""
    core = cores()[0]
    with ExitStack() as stack:
        valkey = Valkey(folder / "valkey")
        valkey.start()
        stack.callback(valkey.stop)
        if valkey.pid and cores()[1] is not None:
            os.sched_setaffinity(valkey.pid, {cores()[1] or 0})

        def start(make: Callable[[], Server]) -> Server:
            server = make()
            stack.callback(server.stop)
            return server

        say(f"fsync of the folder's disk: {fsync_ms(folder):.2f} ms (median)")
        greenroom = start(lambda: Greenroom(valkey.url, folder / "var", core))
        event_bytes = round(play(greenroom, plan.pairs[0], plan.warmup_s, plan.warmup_s)["event_bytes"])
        say(f"Greenroom's mean view: {event_bytes} bytes; the references emit as much")
        servers = [
            greenroom,
            start(lambda: flask_socketio(valkey.url, event_bytes, core)),
            start(lambda: asgi(valkey.url, event_bytes, core)),
        ]
        closed = {pairs: rounds(servers, plan.rounds, pairs, plan.seconds, plan.warmup_s, None) for pairs in plan.pairs}
        for pairs, figures in closed.items():
            say(table(f"{pairs} pairs, closed loop", figures))
        quick = [greenroom, servers[2]]
        steady = rounds(quick, plan.rate_rounds, plan.rate_pairs, plan.seconds, plan.warmup_s, plan.rate)
        say(table(f"{plan.rate_pairs} pairs, {plan.rate} commands/s", steady))
        for server in servers:
            server.stop()
        fresh = start(lambda: Greenroom(valkey.url, folder / "var2", core))
        kb = kb_per_socket(fresh, plan.idle_sockets, plan.idle_s)
        fresh.stop()
        reference = start(lambda: flask_socketio(valkey.url, event_bytes, core))
        kb_reference = kb_per_socket(reference, plan.idle_sockets, plan.idle_s)
        say(f"memory per idle socket: Greenroom {kb:.0f} kB, Flask-SocketIO {kb_reference:.0f} kB")
    return {
        "per_cpu_vs_flask_socketio": min(ratio(figures, "per_cpu", "flask_socketio") for figures in closed.values()),
        "per_cpu_vs_asgi": min(ratio(figures, "per_cpu", "asgi") for figures in closed.values()),
        "push_p50_ms": round(steady["greenroom"]["push_p50_ms"], 2),
        "push_p99_vs_asgi": ratio(steady, "push_p99_ms", "asgi"),
        "kb_per_socket_vs_flask_socketio": round(kb / kb_reference, 2),
        "event_bytes": event_bytes,
        "kb_per_socket": {"greenroom": round(kb, 1), "flask_socketio": round(kb_reference, 1)},
        "closed": {str(pairs): figures for pairs, figures in closed.items()},
        "steady": steady,
    }


def rounds(
    servers: list[Server], count: int, pairs: int, seconds: float, warmup_s: float, rate: float | None
) -> dict[str, Figures]:
    """Measure the servers in turn, `count` times; return the medians."""
    measured: dict[str, list[Figures]] = {server.name: [] for server in servers}
    for _ in range(count):
        for server in servers:
            measured[server.name].append(play(server, pairs, seconds, warmup_s, rate))
    return {name: median(figures) for name, figures in measured.items()}


def ratio(figures: dict[str, Figures], name: str, reference: str) -> float:
    """Return Greenroom's figure divided by the reference's."""
    if not figures[reference][name]:
        raise SystemExit(f"No command of {reference} was done in time; this machine is too busy to measure anything.")
    return round(figures["greenroom"][name] / figures[reference][name], 2)


COLUMNS = {
    "per_cpu": "cmd / CPU s", "per_wall": "cmd / s", "ack_p50_ms": "ack p50 ms", "ack_p99_ms": "p99",
    "push_p50_ms": "push p50 ms", "push_p99_ms": "p99", "server_core": "server's core",
    "generator_core": "generator's core", "refusals": "refused",
}  # fmt: skip


def table(title: str, figures: dict[str, Figures]) -> str:
    """Return the figures as text, a server a line."""
    lines = [f"\n{title:<28}" + "".join(f"{column:>17}" for column in COLUMNS.values())]
    for name, values in figures.items():
        cells = (f"{values[key]:.0%}" if key.endswith("_core") else f"{values[key]:.1f}" for key in COLUMNS)
        lines.append(f"{name:<28}" + "".join(f"{cell:>17}" for cell in cells))
    return "\n".join(lines)


def fsync_ms(folder: Path) -> float:
    """Return the median time that the disk under `folder` takes to keep a small write."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch, open(Path(scratch, "probe"), "wb", buffering=0) as file:
        took = []
        for _ in range(100):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def cores() -> tuple[int | None, int | None]:
    """Return the server's core and the generator's, or none where there is only one."""
    mine = sorted(_CORES)
    return (mine[0], mine[1]) if len(mine) > 1 else (None, None)


_CORES = os.sched_getaffinity(0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"A server did not start: {process.args!r}")


def main() -> None:
    """Measure, and write var/bench.json."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="one short round, for development")
    plan = Plan(arguments.parse_args().quick)
    (ROOT / "var").mkdir(exist_ok=True)
    began = time.monotonic()
    with TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        summary = run(plan, Path(folder))
    seconds, times, questions = importing.measure()
    summary |= {"import_500_kb_s": round(seconds, 2), "import_memory_times": round(times, 1)}
    print(f"import of 500 kB of Markdown, {questions} questions: {seconds:.2f} s, memory {times:.1f} times the file")
    summary["search_20000_questions_ms"] = round(searching.measure() * 1000)
    summary |= stalls.measure()
    summary |= remembering.measure()
    summary |= histories.measure() | replays.measure() | walls.measure()
    felt = drilling.measure()
    summary |= {"drill_next_p95_ms": round(felt.next_p95_ms, 1), "drill_requests_before_grade": felt.requests}
    path = ROOT / "var" / "bench.json"
    path.write_text(json.dumps(summary, indent=1) + "\n")
    print()
    for name, value in summary.items():
        if isinstance(value, int | float):
            print(f"{name:<36}{value:>10}")
    print(f"\nWritten to {path.relative_to(ROOT)} after {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
