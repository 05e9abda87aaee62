"""Commands that talk to the database: surroundings, connection, work, close."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ops.surroundings import surroundings

T = TypeVar("T")


def connected(work: Callable[[], Awaitable[T]]) -> T:
    with surroundings():
        return asyncio.run(_open(work))


async def _open(work: Callable[[], Awaitable[T]]) -> T:
    from models import database

    await database.connect(pool=2)
    try:
        return await work()
    finally:
        await database.close()
