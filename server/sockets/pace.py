"""How fast one client may ask: a bucket of tokens that fills with time."""

BURST = 600
PER_SECOND = 200
PATIENCE = 400
TOKEN_CHARS = 512


class Pace:
    """The bucket of one client; people never notice it. It fills from `now_s` on, of a clock that never goes back."""

    __slots__ = ("_at_s", "_refusals", "_tokens")

    def __init__(self, now_s: float) -> None:
        self._tokens = float(BURST)
        self._at_s = now_s
        self._refusals = 0

    def refusal(self, came_s: float, chars: int = 0) -> str | None:
        """Take a token, and one more for each 512 characters; or return why not: `too_fast`, or `too_big` for ever.

        Args:
            came_s: when the request came. By the time at which it is handled, whoever floods would get the more tokens
                the longer the flood takes to be worked off.
        """
        cost = 1 + chars // TOKEN_CHARS
        self._tokens = min(BURST, self._tokens + (came_s - self._at_s) * PER_SECOND)
        self._at_s = came_s
        if self._tokens < cost:
            self._refusals += 1
            return "too_fast" if cost <= BURST else "too_big"
        self._tokens -= cost
        return None

    @property
    def abusive(self) -> bool:
        """Tell whether the client went on and on after it was refused."""
        return self._refusals > PATIENCE
