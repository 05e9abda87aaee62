"""From committed facts to frames and wake-ups; the process that committed announces."""

from typing import Any


async def announce(facts: list[Any]) -> None:
    """Turn what a transaction announced into frames. A frame lost is healed by `sync`, so nothing is retried."""
