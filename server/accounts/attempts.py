"""Wrong passwords and codes, by account and by network: after ten in a quarter of an hour one waits.

A code is one of 10^6, three of which are good at any time: who tries ten a quarter of an hour finds one in a year
with a chance of one in ten, behind a password. Counted by each worker.
"""

from collections import OrderedDict

MOST = 10
MOST_OF_A_NETWORK = 60  # a school is one network
WITHIN_MS = 15 * 60 * 1000
KEPT = 200  # of one key, the most that anything asks about
KEYS = 20_000


class Attempts:
    """Counts what was wrong, under any key."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[int]] = OrderedDict()

    def wait_ms(self, key: str, most: int, now_ms: int) -> int:
        """Return for how long nothing more is tried under this key; 0 when it may be."""
        lately = [at_ms for at_ms in self._wrong.get(key, []) if now_ms - at_ms < WITHIN_MS]
        return lately[-most] + WITHIN_MS - now_ms if len(lately) >= most else 0

    def wrong(self, key: str, now_ms: int) -> None:
        """Count one."""
        lately = [at_ms for at_ms in self._wrong.pop(key, []) if now_ms - at_ms < WITHIN_MS]
        self._wrong[key] = [*lately, now_ms][-KEPT:]
        while len(self._wrong) > KEYS:
            self._wrong.popitem(last=False)

    def right(self, key: str) -> None:
        """Forget what was wrong under a key: whoever it was has proved to be them."""
        self._wrong.pop(key, None)
