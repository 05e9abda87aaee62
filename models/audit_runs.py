"""The audit's outcome, kept: what operators see without asking for it, and how old it is."""

import asyncio
from datetime import timedelta

import asyncpg
from tortoise import connections
from tortoise.exceptions import OperationalError
from tortoise.transactions import in_transaction

from models.admin.tables import AuditRun
from models.audit import audit
from models.clock import real_now
from models.database import pool

EVERY = timedelta(hours=1)
LOCK = 0x6175646974
"""Held by the one worker that audits."""
LONGEST_STATEMENT = "60s"
LONGEST_RUN = 300.0
SHOWN = 50


async def keep_outcome() -> tuple[AuditRun, list[str]]:
    """Audit now, bounded, and write down how it ended; its faults too, all of them."""
    began_at = real_now()
    broken, error = [], None
    try:
        async with asyncio.timeout(LONGEST_RUN), in_transaction("default"):
            await connections.get("default").execute_query(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'")
            broken = await audit()
    except (TimeoutError, OperationalError, asyncpg.PostgresError) as problem:
        error = f"{type(problem).__name__}: {problem}"[:300]
    run = await AuditRun.create(
        began_at=began_at,
        finished_at=real_now(),
        faults=None if error else len(broken),
        first_faults=broken[:SHOWN],
        error=error,
    )
    return run, broken


async def keep_outcome_if_due() -> AuditRun | None:
    """Once in EVERY of real time, by one worker; None when it isn't our turn."""
    if not await _is_due():
        return None
    async with (await pool()).acquire() as guard:
        if not await guard.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            return None
        try:
            return (await keep_outcome())[0] if await _is_due() else None
        finally:
            await guard.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def last_run() -> AuditRun | None:
    return await AuditRun.all().order_by("-finished_at").first()


async def _is_due() -> bool:
    last = await last_run()
    return last is None or real_now() - last.began_at >= EVERY
