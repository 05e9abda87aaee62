"""Dying at a named point, so that tests can show what is left behind; nothing at all where nobody asked for it.

`TRUSTME_FAULT=after-commit:3` ends the process, as kill -9 does, when it passes that point for the third time.
"""

import os
import signal
from functools import cache

from settings import settings

POINTS = frozenset({"after-commit", "in-a-batch", "in-sync", "after-a-reaction", "after-a-timer"})
"""Between commit and announcement; when PostgreSQL has a batch and nobody knows; between a sync and its answer;
when a reaction or a timer's verb has done its work and nobody has written that down."""


class Fault:
    def __init__(self, text: str) -> None:
        self.point, _, count = text.partition(":")
        self.left = int(count or 1)
        if self.point not in POINTS:
            raise ValueError(f"there is no point {self.point}")


@cache
def _chosen() -> Fault | None:
    text = settings().trustme_fault
    return Fault(text) if text else None


def passes(point: str) -> None:
    fault = _chosen()
    if fault is not None and fault.point == point:
        fault.left -= 1
        if fault.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
