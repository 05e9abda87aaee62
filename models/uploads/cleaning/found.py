"""What a cleaner says of a file: what it measured, or that it won't do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    has_video: bool = False


class Broken(Exception):
    """Not what its first bytes promised, or not to be shown."""
