"""How the work grows with what it is given: a law that holds on any machine, where a limit in seconds would not."""

import time
from collections.abc import Callable
from typing import TypeVar

LINEAR = 4  # times the size, times the work
AT_MOST = 10  # between linear (4) and quadratic (16)
GRAIN_S = 0.05  # less than this is noise
T = TypeVar("T")


def grows(work: Callable[[T], object], made: Callable[[int], T], size: int) -> None:
    """Assert that `size` of something takes no more than `AT_MOST` times what a quarter of it takes.

    The least of three counts, since other processes only ever add to what a processor takes.
    """
    costs_s = []
    for each in (size // LINEAR, size):
        thing = made(each)
        costs_s.append(min(_cost_s(work, thing) for _ in range(3)))
    assert costs_s[1] <= AT_MOST * max(costs_s[0], GRAIN_S), costs_s


def _cost_s(work: Callable[[T], object], thing: T) -> float:
    before_s = time.process_time()
    work(thing)
    return time.process_time() - before_s
