"""What happened, written with the facts that reactions need; `tasks/reactions.py` says who reacts."""

from datetime import timedelta
from typing import Any

from models.clock import real_now
from models.db import current
from models.engine_tables import OutboxRow

WAKE_CHANNEL = "trustme:wake"
"""The Redis channel on which committed processes ping the workers; a lost ping costs a second."""


AT_ONCE = timedelta(0)


class Drain:
    """Announced after a commit that wrote to the outbox: workers wake at once instead of at their next poll."""


async def record(event: str, **facts: Any) -> None:
    """Write `event` into the running verb's transaction. Facts are complete: no reaction asks what it was then.

    Values must be JSON: ids and amounts as strings.
    """
    await _write(event, facts, AT_ONCE)


async def record_later(event: str, after: timedelta, **facts: Any) -> None:
    """As `record`, reacted to after so much real time: to look again, not for what has to happen (a timer's)."""
    await _write(event, facts, after)


async def _write(event: str, facts: dict[str, Any], after: timedelta) -> None:
    transaction = current()
    occurred_at = await transaction.now()
    await transaction.create(
        OutboxRow(event=event, facts=facts, occurred_at=occurred_at, next_attempt_at=real_now() + after)
    )
    if not any(isinstance(fact, Drain) for fact in transaction.announcements):
        transaction.announce(Drain())
