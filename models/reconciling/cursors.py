"""Walks go on where the last run left them: through time at Stripe, through ids in our own tables."""

from datetime import datetime, timedelta
from uuid import UUID

from models.reconciling.tables import ReconciliationCursor

FIRST_LOOK = timedelta(days=3)
"""How far back the very first walk goes."""
OVERLAP = timedelta(minutes=10)
"""Looked at twice: what shows up late in a list, or is dated by a clock beside ours."""


async def window(kind: str, until: datetime) -> ReconciliationCursor:
    """The stretch of time to walk through: the one under way, or from the last one's end to `until`."""
    cursor = await ReconciliationCursor.get_or_none(kind=kind) or ReconciliationCursor(
        kind=kind, since=until - FIRST_LOOK
    )
    if cursor.until is None:
        cursor.until = until
        await cursor.save()
    return cursor


async def walked(cursor: ReconciliationCursor, last: str | None, *, is_done: bool) -> None:
    """A page was looked at: the newest come first, so that `last` is where the older ones begin."""
    cursor.after = last
    if is_done and cursor.until is not None:
        cursor.since, cursor.until, cursor.after = cursor.until - OVERLAP, None, None
    await cursor.save()


async def after(kind: str) -> UUID | None:
    cursor = await ReconciliationCursor.get_or_none(kind=kind)
    return UUID(cursor.after) if cursor and cursor.after else None


async def stands_at(kind: str, last: UUID | None) -> None:
    """`None` when the end was reached: the next walk begins at the beginning."""
    await ReconciliationCursor.update_or_create({"after": str(last) if last else None}, kind=kind)
