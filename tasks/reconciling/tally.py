"""What one run has done so far, and how long it still may."""

import time

PATIENCE = 8.0
"""Seconds of a run; what it doesn't reach, the next one does. A worker that stops waits no longer for it."""


class Tally:
    def __init__(self, patience: float = PATIENCE) -> None:
        self.looked = 0
        self.repaired = 0
        self.unanswered = 0
        self.is_complete = True
        self._ends_at = time.monotonic() + patience

    @property
    def is_over(self) -> bool:
        """Whether the time is up; who asks and hears yes leaves the rest to the next run."""
        if time.monotonic() < self._ends_at:
            return False
        self.is_complete = False
        return True
