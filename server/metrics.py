"""What is counted and measured in this worker, for Prometheus: never a word that somebody said, never an interview."""

from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server import runtime

CONTENT_TYPE = CONTENT_TYPE_LATEST
STEP_S = 0.05
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

registry = CollectorRegistry()

commands = Counter(
    "greenroom_commands",
    "What was asked for, by type and result.",
    ["type", "result"],
    registry=registry,
)
commit_s = Histogram("greenroom_commit_seconds", "From a decision to Redis's word.", buckets=BUCKETS, registry=registry)
conflicts = Counter("greenroom_conflicts", "Commits that somebody else was faster than.", registry=registry)
timer_late_s = Histogram(
    "greenroom_timer_late_seconds", "How late what was due was fired.", buckets=BUCKETS, registry=registry
)
loop_gap_s = Histogram(
    "greenroom_loop_gap_seconds", "For how long nothing else could run.", buckets=BUCKETS, registry=registry
)
handshakes = Counter(
    "greenroom_handshakes",
    "Sockets that came, and what for.",
    ["door", "result"],
    registry=registry,
)
redis_lost = Counter("greenroom_redis_lost", "Connections to Redis that were lost.", registry=registry)
rooms = Gauge("greenroom_rooms", "Interviews that this worker holds.", registry=registry)
sockets = Gauge("greenroom_sockets", "Sockets that this worker has.", registry=registry)


def text() -> bytes:
    """Return all of it as Prometheus reads it."""
    return generate_latest(registry)


def watch_loop() -> None:
    """Measure for ever for how long the event loop was kept from going on."""
    while True:
        began_s = monotonic()
        runtime.sleep(STEP_S)
        loop_gap_s.observe(max(0.0, monotonic() - began_s - STEP_S))
