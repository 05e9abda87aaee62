"""Lists read to their end, a page at a time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.listing import MOST, page

M = TypeVar("M", bound=Model)

Lister = Callable[..., Awaitable[tuple[list[dict[str, Any]], str | None]]]
"""As lists are asked by edges: `limit` and `cursor` in, rows and the next cursor out."""


async def every(lister: Lister) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        found, cursor = await lister(limit=MOST, cursor=cursor)
        for row in found:
            yield row
        if cursor is None:
            return


async def every_row(wanted: QuerySet[M]) -> AsyncIterator[M]:
    cursor: str | None = None
    while True:
        found, cursor = await page(wanted, limit=MOST, cursor=cursor)
        for row in found:
            yield row
        if cursor is None:
            return
