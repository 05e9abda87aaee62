"""What a reaction is given, and what it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
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
