"""The one clock is Redis's; a worker knows how far its own is from it.

A reply says what time it was somewhere between asking and hearing. Each such interval is right, so their intersection
is (Cristian 1989, Marzullo 1984); an empty one means that a clock was set or has drifted, and the newest is believed.
"""

from collections.abc import Callable
from time import monotonic


class Clock:
    """Tells Redis's time in ms from monotonic time and the offsets learnt from replies."""

    def __init__(self, own_s: Callable[[], float] = monotonic) -> None:
        self._own_s = own_s
        self._low_ms = float("-inf")
        self._high_ms = float("inf")

    def own_ms(self) -> float:
        """Return the worker's own monotonic time."""
        return self._own_s() * 1000

    def learn(self, redis_ms: int, asked_ms: float) -> None:
        """Take in that Redis said `redis_ms` between `asked_ms`, by `own_ms`, and now."""
        low_ms, high_ms = redis_ms - self.own_ms(), redis_ms + 1 - asked_ms
        # Two clocks of one kind drift by less than 100 ppm: what was learnt a minute ago is 6 ms wide of the truth.
        self._low_ms, self._high_ms = max(low_ms, self._low_ms - 0.01), min(high_ms, self._high_ms + 0.01)
        if self._low_ms > self._high_ms:
            self._low_ms, self._high_ms = low_ms, high_ms

    def now_ms(self) -> int:
        """Return Redis's time."""
        return int(self.own_ms() + (self._low_ms + self._high_ms) / 2)
