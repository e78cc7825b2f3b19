"""A worker's idea of the time is right to within half of its best round trip."""

from hypothesis import given
from hypothesis import strategies as st

from server.live.clock import Clock

TRUE_MS = 1_700_000_000_000.25


class Own:
    """A worker's own clock, in the test's hands."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


def ask(clock: Clock, own: Own, ahead_ms: float, there_ms: float, back_ms: float) -> None:
    """Let Redis, which is `ahead_ms` of us, say the time, so long after the question and before the answer."""
    asked_ms = clock.own_ms()
    own.s += there_ms / 1000
    said_ms = int(own.s * 1000 + ahead_ms)
    own.s += back_ms / 1000
    clock.learn(said_ms, asked_ms)


delays = st.tuples(st.floats(0, 500), st.floats(0, 500))


@given(st.floats(0, 1e12), st.lists(delays, min_size=1, max_size=30))
def test_the_error_is_at_most_half_the_best_round_trip(ahead_ms: float, trips: list[tuple[float, float]]) -> None:
    """However lopsided the delays are (Cristian 1989)."""
    own = Own()
    clock = Clock(own)
    for there_ms, back_ms in trips:
        ask(clock, own, ahead_ms, there_ms, back_ms)
    best_ms = min(there_ms + back_ms for there_ms, back_ms in trips)
    assert abs(clock.now_ms() - (own.s * 1000 + ahead_ms)) <= best_ms / 2 + 0.01 * len(trips) + 2


@given(st.floats(-1e9, 1e9).filter(lambda jump_ms: abs(jump_ms) > 2000))
def test_a_jump_is_believed_at_once(jump_ms: float) -> None:
    """When Redis's clock was set, or ours stood still, what was learnt before is forgotten."""
    own = Own()
    clock = Clock(own)
    for _ in range(5):
        ask(clock, own, TRUE_MS, 1, 1)
    ask(clock, own, TRUE_MS + jump_ms, 1, 1)
    assert abs(clock.now_ms() - (own.s * 1000 + TRUE_MS + jump_ms)) <= 3


def test_drift_is_followed() -> None:
    """Two clocks that drift apart by 50 ppm stay within 10 ms over an hour of answers a second."""
    own = Own()
    clock = Clock(own)
    ahead_ms = TRUE_MS
    for _ in range(3600):
        own.s += 1
        ahead_ms += 0.05
        ask(clock, own, ahead_ms, 2, 2)
        assert abs(clock.now_ms() - (own.s * 1000 + ahead_ms)) <= 10
