"""So many jobs, each going one of the ways that jobs go."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from tests.faults.caller import Refused
from tests.faults_money.lives import TOO_LATE, Pair

Way = Callable[[Pair], Awaitable[None]]
WAYS: dict[Way, int] = {
    Pair.is_released: 9,
    Pair.is_presumed: 2,
    Pair.is_split: 1,
    Pair.is_withdrawn: 2,
    Pair.is_given_back: 2,
    Pair.is_cancelled: 1,
    Pair.is_silent: 2,
    Pair.is_late: 1,
}
"""How jobs go, of twenty."""


def ways(count: int, chance: random.Random) -> list[Way]:
    chosen = [way for way, share in WAYS.items() for _ in range(share)]
    many = chosen * (count // len(chosen) + 1)
    return chance.sample(many[:count], count)


async def work(pairs: list[Pair], count: int, chance: random.Random) -> None:
    """So many jobs; each pair does its own one after the other."""
    todo = ways(count, chance)
    async with asyncio.TaskGroup() as going:
        for number, pair in enumerate(pairs):
            going.create_task(in_turn(pair, todo[number :: len(pairs)]))


async def in_turn(pair: Pair, todo: list[Way]) -> None:
    for way in todo:
        try:
            await way(pair)
        except Refused as refused:
            if refused.code not in TOO_LATE:
                raise
            pair.told.overtaken.append(f"{getattr(way, '__name__', way)} {refused.code}")
