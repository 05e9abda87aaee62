"""The gate that all outgoing money passes: refunds to cards, transfers, files of payouts; nothing else does.

Whoever sends shares an advisory lock while he asks and sends; whoever freezes waits for those who had asked
before. So when the freeze answers, nothing is on its way that it hasn't waited for.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.database import pool
from models.db import current
from models.errors import Conflict
from models.outgoing.tables import Freeze

LOCK = 0x6672656565
"""Of transactions and of calls alike; nothing else is locked after it."""


class OutgoingMoneyFrozen(Conflict):
    """An admin stopped all outgoing money; it goes on when that is lifted."""


async def is_frozen() -> bool:
    return await Freeze.exists(lifted_at=None)


async def refuse_frozen() -> None:
    """Inside a verb, after its locks."""
    await current().connection.execute_query("SELECT pg_advisory_xact_lock_shared($1)", [LOCK])
    if await is_frozen():
        raise OutgoingMoneyFrozen


@asynccontextmanager
async def gate() -> AsyncIterator[None]:
    """Around a provider's call that sends money. Raises OutgoingMoneyFrozen before it.

    A connection of its own, outside of any transaction; inside, `refuse_frozen` would wait for a freeze that
    waits for us.
    """
    async with (await pool()).acquire() as guard:
        await guard.execute("SELECT pg_advisory_lock_shared($1)", LOCK)
        try:
            if await guard.fetchval("SELECT EXISTS (SELECT FROM freezes WHERE lifted_at IS NULL)"):
                raise OutgoingMoneyFrozen
            yield
        finally:
            await guard.execute("SELECT pg_advisory_unlock_shared($1)", LOCK)
