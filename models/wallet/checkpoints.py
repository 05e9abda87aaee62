"""The platform's accounts have no balance to lock; theirs is the sum of their entries, kept cheap (R-09)."""

from decimal import Decimal

import asyncpg
from tortoise import connections

from models.clock import real_now
from models.db import transaction
from models.sql import fetch
from models.wallet.tables import AccountKind, Entry, LedgerCheckpoint

PATIENCE = "300ms"
"""While it waits for those who are booking, others wait behind it."""


async def platform_balances() -> dict[AccountKind, Decimal]:
    """In pesos, as of now; what came in is negative where it stands at somebody else's (clearing, bank)."""
    return {AccountKind(row["kind"]): row["balance"] for row in await fetch("platform_balances")}


async def take_checkpoint() -> bool:
    """Write down what they come to; False where somebody was booking for too long, and it is left for later.

    The lock lets whoever has an entry's number finish first, and nobody take one meanwhile: so no entry that is
    counted later has a lower number than one that is counted in.
    """
    try:
        async with transaction():
            connection = connections.get("default")
            await connection.execute_script(
                f"SET LOCAL lock_timeout = '{PATIENCE}'; LOCK TABLE entries IN SHARE MODE"
            )
            last = await Entry.all().order_by("-id").first()
            if last is not None:
                await _write_down(last.id)
    except asyncpg.LockNotAvailableError:
        return False
    return True


async def _write_down(up_to: int) -> None:
    now = real_now()
    await LedgerCheckpoint.bulk_create(
        [
            LedgerCheckpoint(account_id=row["id"], up_to=up_to, balance=row["balance"], taken_at=now)
            for row in await fetch("platform_balances")
        ],
        on_conflict=["account_id"],
        update_fields=["up_to", "balance", "taken_at"],
    )
