"""Dying at a named point, so that tests can show what is left behind; nothing at all where nobody asked for it.

`TRUSTME_FAULT=after-commit:3` ends the process, as kill -9 does, when it passes that point for the third time;
`after-call/refund:3` counts those of refunds alone.
"""

import os
import signal
from functools import cache

from settings import settings

POINTS = frozenset(
    {
        "after-commit",
        "in-a-batch",
        "in-sync",
        "after-a-reaction",
        "after-a-timer",
        "after-intend",
        "after-call",
    }
)
"""Between commit and announcement; when PostgreSQL has a batch and nobody knows; between a sync and its answer;
when a reaction or a timer's verb has done its work and nobody has written that down; when a call of the card
processor's is intended and not yet made; when it has answered and nobody has written that down either."""
CALLS = frozenset({"checkout", "deposit", "refund", "reload", "transfer"})
"""What the processor is asked for, between `after-intend` and `after-call`."""


class Fault:
    def __init__(self, text: str) -> None:
        named, _, count = text.partition(":")
        self.point, _, self.call = named.partition("/")
        self.left = int(count or 1)
        if self.point not in POINTS or (self.call and self.call not in CALLS):
            raise ValueError(f"there is no point {named}")

    def is_at(self, point: str, call: str) -> bool:
        return self.point == point and self.call in ("", call)


@cache
def _chosen() -> Fault | None:
    text = settings().trustme_fault
    return Fault(text) if text else None


def passes(point: str, call: str = "") -> None:
    fault = _chosen()
    if fault is not None and fault.is_at(point, call):
        fault.left -= 1
        if fault.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
