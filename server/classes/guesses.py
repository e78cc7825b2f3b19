"""Wrong codes by address: after 20 of them in a minute nobody of that address gets in until the minute is over.

A code is one of 31^6, so that who guesses for the twelve hours of a class finds it with a chance of 1 in 60,000; and of
sixty students behind one address a third may mistype.
"""

import ipaddress
from collections import OrderedDict
from typing import NamedTuple

MOST = 20
WITHIN_MS = 60 * 1000
ADDRESSES = 10_000


class Count(NamedTuple):
    """How many wrong codes came since when."""

    since_ms: int
    wrong: int


class Guesses:
    """Counts wrong codes; each worker its own, so that with several there are a few more."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, Count] = OrderedDict()

    def wait_ms(self, address: str, now_ms: int) -> int:
        """Return for how long this address has to wait before it may try again; 0 if it need not."""
        count = self._counts.get(network(address))
        if count is None or count.wrong < MOST:
            return 0
        return max(0, count.since_ms + WITHIN_MS - now_ms)

    def wrong(self, address: str, now_ms: int) -> None:
        """Count a wrong code."""
        key = network(address)
        count = self._counts.pop(key, Count(now_ms, 0))
        if now_ms - count.since_ms > WITHIN_MS:
            count = Count(now_ms, 0)
        self._counts[key] = Count(count.since_ms, count.wrong + 1)
        while len(self._counts) > ADDRESSES:
            self._counts.popitem(last=False)


def network(address: str) -> str:
    """Return what one household has: an address of IPv4, and of IPv6 the first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address
