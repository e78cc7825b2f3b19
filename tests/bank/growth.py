"""How the work grows with a text: a law that holds on any machine, where a limit in seconds would not."""

import time
from collections.abc import Callable

LINEAR = 4  # times the text, times the work
AT_MOST = 10  # between linear (4) and quadratic (16)
GRAIN_S = 0.05  # less than this is noise


def grows_with_the_text(work: Callable[[str], object], text_of: Callable[[int], str], chars: int) -> None:
    """Assert that `chars` characters take no more than `AT_MOST` times what a quarter of them takes."""
    costs_s = []
    for length in (chars // LINEAR, chars):
        text = text_of(length)
        before = time.process_time()
        work(text)
        costs_s.append(time.process_time() - before)
    assert costs_s[1] <= AT_MOST * max(costs_s[0], GRAIN_S), costs_s
