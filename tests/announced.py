"""What verbs announce after their commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.db import spread_by


@contextmanager
def announced(kind: type) -> Iterator[list[Any]]:
    """The facts of one kind that are announced in here."""
    heard: list[Any] = []

    async def listen(facts: list[Any]) -> None:
        heard.extend(fact for fact in facts if isinstance(fact, kind))

    stop = spread_by(listen)
    try:
        yield heard
    finally:
        stop()
