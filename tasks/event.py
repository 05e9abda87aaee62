"""What a reaction is given, and what it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Event:
    """An outbox row as its reactions see it. `key` is the same at every attempt: providers tell repeats by it."""

    name: str
    facts: dict[str, Any]
    occurred_at: datetime
    key: str


Reaction = Callable[[Event], Awaitable[None]]
"""Runs at least once; a second run must do no harm. It raises when it should be tried again."""


class NotYet(Exception):
    """Raised by a reaction that has to wait for a decision of people's: it isn't a failure, and never parks."""

    def __init__(self, why: str, again_in: timedelta) -> None:
        super().__init__(why)
        self.why = why
        self.again_in = again_in
