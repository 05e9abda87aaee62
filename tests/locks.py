"""Somebody else's transaction that stands in the way, and who waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg


class Blocker:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def until_waiting(self, count: int) -> None:
        """Until `count` others wait for a lock."""
        async with asyncio.timeout(10):
            while await self._waiting() < count:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)

    async def _waiting(self) -> int:
        await self.connection.execute("SELECT pg_stat_clear_snapshot()")
        return await self.connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )


@asynccontextmanager
async def blocked(url: str, table: str, *ids: UUID) -> AsyncIterator[Blocker]:
    """The rows are locked by a stranger while the block runs."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(f"SELECT FROM {table} WHERE id = ANY ($1) FOR UPDATE", list(ids))
            yield Blocker(connection)
    finally:
        await connection.close()
