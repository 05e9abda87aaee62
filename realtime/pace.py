"""How fast one may go: buckets that fill up again, in this process, by real time (R-18)."""

import time
from collections.abc import Container
from uuid import UUID

from models.errors import TooMany


class Pace:
    """`burst` at once, `rate` a second in the long run."""

    __slots__ = ("_burst", "_left", "_rate", "_then")

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._then = burst, time.monotonic()

    def spend(self, amount: float = 1.0) -> None:
        """Raises TooMany when there is nothing left; what was refused costs nothing."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._then) * self._rate)
        self._then = now
        if self._left < amount:
            raise TooMany(retry_after=max(1, round((amount - self._left) / self._rate)))
        self._left -= amount

    def allows(self) -> bool:
        """Whether one more was left; it is spent."""
        try:
            self.spend()
        except TooMany:
            return False
        return True

    def give_back(self, amount: float) -> None:
        self._left = min(self._burst, self._left + amount)

    def is_full(self) -> bool:
        """Forgetting it changes nothing."""
        return self._left + (time.monotonic() - self._then) * self._rate >= self._burst


class Paces:
    """One pace per person, kept until it is full again: leaving and coming back gains nothing."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._paces: dict[UUID, Pace] = {}

    def of(self, user_id: UUID) -> Pace:
        return self._paces.setdefault(user_id, Pace(self._rate, self._burst))

    def forget_full(self, but: Container[UUID]) -> None:
        for user_id, pace in list(self._paces.items()):
            if user_id not in but and pace.is_full():
                del self._paces[user_id]
