"""How fast one client may ask."""

from server.sockets.pace import BURST, PATIENCE, PER_SECOND, TOKEN_CHARS, Pace


def test_tokens_come_with_the_time_at_which_requests_came() -> None:
    """10,000 that came within a second are a burst and a second's worth, however long it takes to work them off."""
    pace = Pace(0.0)
    done = sum(pace.refusal(number / 10_000) is None for number in range(10_000))
    assert BURST + PER_SECOND - 2 <= done <= BURST + PER_SECOND
    assert pace.abusive


def test_who_keeps_the_pace_is_never_refused() -> None:
    """So many a second go on and on, and a long one counts for several."""
    pace = Pace(0.0)
    assert all(pace.refusal(number / PER_SECOND) is None for number in range(10 * BURST))
    assert all(pace.refusal(100 + number, TOKEN_CHARS * (PER_SECOND - 1)) is None for number in range(100))


def test_what_can_never_be_taken() -> None:
    """A request of more than a whole bucket is too big, not too fast, and patience has an end for those, too."""
    pace = Pace(0.0)
    assert {pace.refusal(0.0, TOKEN_CHARS * BURST) for _ in range(PATIENCE)} == {"too_big"}
    assert not pace.abusive
    assert pace.refusal(0.0) is None
    pace.refusal(0.0, TOKEN_CHARS * BURST)
    assert pace.abusive
