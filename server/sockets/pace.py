"""How fast one socket may ask: a bucket of tokens that fills with time."""

from time import monotonic

BURST = 600
PER_SECOND = 200
PATIENCE = 400
TOKEN_CHARS = 512


class Pace:
    """The bucket of one socket; people never notice it."""

    __slots__ = ("_at_s", "_refusals", "_tokens")

    def __init__(self) -> None:
        self._tokens = float(BURST)
        self._at_s = monotonic()
        self._refusals = 0

    def refusal(self, chars: int = 0) -> str | None:
        """Take a token, and one more for each 512 characters; or return why not: `too_fast`, or `too_long` for ever."""
        cost = 1 + chars // TOKEN_CHARS
        now_s = monotonic()
        self._tokens = min(BURST, self._tokens + (now_s - self._at_s) * PER_SECOND)
        self._at_s = now_s
        if self._tokens < cost:
            self._refusals += 1
            return "too_fast" if cost <= BURST else "too_long"
        self._tokens -= cost
        return None

    @property
    def abusive(self) -> bool:
        """Tell whether the client went on and on after it was refused."""
        return self._refusals > PATIENCE
