"""Two who meet at one row: at once, many times over; and in an order that is forced upon them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from tests.locks import blocked

TIMES = 20
Deed = Callable[[], Awaitable[Any]]


async def at_once(*deeds: Deed, turn: int = 0) -> list[Any]:
    """Who sets out first takes turns; the outcomes stand in the order of the deeds."""
    order = list(enumerate(deeds))
    order = order[turn % len(order) :] + order[: turn % len(order)]
    outcomes = await asyncio.gather(*(deed() for _, deed in order), return_exceptions=True)
    return [outcome for _, outcome in sorted(zip([place for place, _ in order], outcomes, strict=True), key=first)]


async def one_then_other(url: str, table: str, row: UUID, *deeds: Deed, between: Deed | None = None) -> list[Any]:
    """All wait for a row that somebody else holds, in this order; `between` happens before it is let go."""
    async with blocked(url, table, row) as blocker:
        waiting = []
        for number, deed in enumerate(deeds, 1):
            waiting.append(asyncio.ensure_future(deed()))
            await blocker.until_waiting(number)
        if between is not None:
            await between()
    return await asyncio.gather(*waiting, return_exceptions=True)


def first(pair: tuple[int, Any]) -> int:
    return pair[0]


def won(outcomes: list[Any]) -> list[bool]:
    return [not isinstance(each, BaseException) for each in outcomes]
