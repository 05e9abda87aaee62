"""The switch that stops all outgoing money, and nothing else: captures, releases and purchases go on."""

from uuid import UUID

import asyncpg
import structlog

from models.admin.audit_entry import audit
from models.database import pool
from models.db import transaction
from models.outgoing.gate import LOCK
from models.outgoing.tables import Freeze

log = structlog.get_logger()

PATIENCE = "45s"
"""Longer than two calls of Stripe's take to time out."""


async def freeze(reason: str, *, by: UUID | None = None) -> tuple[Freeze, bool]:
    """Stop outgoing money; a second freeze is the first. Says too whether all that was on its way has ended."""
    async with transaction() as tx:
        now = await tx.now()
        open_one = await Freeze.filter(lifted_at=None).order_by("begun_at").first()
        if open_one is None:
            open_one = await Freeze.create(reason=reason, begun_by_id=by, begun_at=now)
            if by is not None:
                await audit(by, "outgoing_money.frozen", open_one.id, reason=reason)
    log.warning("outgoing_money.frozen", reason=reason, by=str(by))
    return open_one, await _nothing_left_on_its_way()


async def unfreeze(*, by: UUID | None = None) -> None:
    """Let it go on: what waited is tried at once. Nothing happens where nothing was frozen."""
    async with transaction() as tx:
        now = await tx.now()
        for each in await Freeze.filter(lifted_at=None):
            each.lifted_at, each.lifted_by_id = now, by
            await each.save(update_fields=["lifted_at", "lifted_by_id"])
            if by is not None:
                await audit(by, "outgoing_money.unfrozen", each.id)
    log.warning("outgoing_money.unfrozen", by=str(by))


async def current_freeze() -> Freeze | None:
    return await Freeze.filter(lifted_at=None).order_by("begun_at").first()


async def _nothing_left_on_its_way() -> bool:
    """Wait for the calls that had passed the gate. False when one hangs; it is frozen all the same."""
    async with (await pool()).acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        try:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        except asyncpg.LockNotAvailableError:
            return False
    return True
