"""Wrong codes slow down who guesses, and nobody else."""

from __future__ import annotations

from server.classes.guesses import ADDRESSES, MOST, WITHIN_MS, Guesses


def test_who_guesses_waits() -> None:
    """After twenty wrong codes in a minute, until the minute is over; others don't."""
    guesses = Guesses()
    for number in range(MOST):
        assert guesses.wait_ms("10.0.0.1", number) == 0
        guesses.wrong("10.0.0.1", number)
    assert guesses.wait_ms("10.0.0.1", 1000) == WITHIN_MS - 1000
    assert guesses.wait_ms("10.0.0.2", 1000) == 0
    assert guesses.wait_ms("10.0.0.1", WITHIN_MS) == 0
    guesses.wrong("10.0.0.1", WITHIN_MS + 1)
    assert guesses.wait_ms("10.0.0.1", WITHIN_MS + 2) == 0


def test_a_household_is_one_address() -> None:
    """Of IPv6 the first 64 bits count: the rest is anybody's to choose."""
    guesses = Guesses()
    for number in range(MOST):
        guesses.wrong(f"2001:db8::{number:x}", 0)
    assert guesses.wait_ms("2001:db8::ffff", 1) > 0
    assert guesses.wait_ms("2001:db8:0:1::1", 1) == 0


def test_many_addresses_fill_nothing() -> None:
    """The oldest are forgotten."""
    guesses = Guesses()
    for number in range(ADDRESSES + 50):
        guesses.wrong(f"address {number}", 0)
    assert len(guesses._counts) == ADDRESSES
