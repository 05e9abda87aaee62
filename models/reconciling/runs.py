"""Each run's outcome, kept; and whose turn it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from models.clock import real_now
from models.database import pool
from models.reconciling.tables import ReconciliationFinding, ReconciliationRun

EVERY = timedelta(hours=1)
GO_ON_AFTER = timedelta(minutes=1)
"""When the last run had not looked at everything."""
LOCK = 0x7265636F6E
"""Held by the one process that reconciles."""


@asynccontextmanager
async def alone() -> AsyncIterator[bool]:
    """Whether nobody else reconciles; while inside, nobody else begins."""
    async with (await pool()).acquire() as guard:
        is_ours = bool(await guard.fetchval("SELECT pg_try_advisory_lock($1)", LOCK))
        try:
            yield is_ours
        finally:
            if is_ours:
                await guard.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def is_due() -> bool:
    last = await last_run()
    if last is None:
        return True
    if last.is_complete or last.error:
        return real_now() - last.began_at >= EVERY
    return real_now() - last.finished_at >= GO_ON_AFTER


async def keep_run(
    began_at: datetime, *, looked: int, repaired: int, is_complete: bool, error: str | None
) -> ReconciliationRun:
    open_now = await ReconciliationFinding.filter(closed_at=None).count()
    return await ReconciliationRun.create(
        began_at=began_at,
        finished_at=real_now(),
        is_complete=is_complete,
        looked=looked,
        repaired=repaired,
        findings=None if error else open_now,
        error=error[:300] if error else None,
    )


async def last_run() -> ReconciliationRun | None:
    return await ReconciliationRun.all().order_by("-finished_at").first()
