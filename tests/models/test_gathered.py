"""Who asks at the same time is looked up together; each gets an answer of after the question."""

import asyncio

import pytest

from models.db import transaction
from models.gathered import MOST, Gathered


class Looks:
    """Doubles what it is asked for, when it is let."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_go = asyncio.Event()
        self.double = Gathered(self.look)

    async def look(self, keys: list[int]) -> list[int]:
        self.asked.append(keys)
        await self.may_go.wait()
        if 13 in keys:
            raise ValueError
        return [2 * key for key in keys]


async def test_nobody_joins_a_look_that_has_begun() -> None:
    looks = Looks()
    first = asyncio.create_task(looks.double(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(looks.double(number)) for number in range(2, 5)]
    await asyncio.sleep(0)
    looks.may_go.set()
    assert await asyncio.gather(first, *others) == [2, 4, 6, 8]
    assert looks.asked == [[1], [2, 3, 4]]


async def test_a_crowd_is_looked_up_in_parts() -> None:
    looks = Looks()
    looks.may_go.set()
    assert await asyncio.gather(*map(looks.double, range(100, 300))) == list(range(200, 600, 2))
    assert max(map(len, looks.asked)) == MOST


async def test_a_look_that_fails_fails_for_its_askers_only() -> None:
    looks = Looks()
    looks.may_go.set()
    with pytest.raises(ValueError):
        await looks.double(13)
    assert await looks.double(2) == 4


async def test_who_gave_up_holds_nobody() -> None:
    looks = Looks()
    given_up = asyncio.create_task(looks.double(1))
    patient = asyncio.create_task(looks.double(2))
    await asyncio.sleep(0)
    given_up.cancel()
    looks.may_go.set()
    assert await patient == 4


async def test_in_a_transaction_one_asks_for_oneself(database: str) -> None:
    looks = Looks()
    looks.may_go.set()
    async with transaction():
        assert await looks.double(3) == 6
    assert looks.asked == [[3]]
