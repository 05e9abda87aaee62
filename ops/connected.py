"""Commands that talk to the database: surroundings, connection, work, close."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ops.surroundings import surroundings

T = TypeVar("T")


def connected(work: Callable[[], Awaitable[T]], *, pool: int = 2) -> T:
    with surroundings():
        return asyncio.run(_open(work, pool))


async def _open(work: Callable[[], Awaitable[T]], pool: int) -> T:
    from models import database

    await database.connect(pool=pool)
    try:
        return await work()
    finally:
        await database.close()
