"""What carries frames between processes, where a whole process is too much to start."""

import asyncio

import pytest

from realtime.bus import Bus
from tests.conftest import redis_url

pytestmark = pytest.mark.usefixtures("environment")


async def test_it_ends_even_where_something_is_said_in_the_moment_it_is_told_to() -> None:
    bus = Bus(redis_url(), write_only=True)
    bus.start()
    bus.broadcast("first", {}, "a")

    async def speaks_up() -> None:
        await bus._nothing_left.wait()
        bus.broadcast("second", {}, "a")

    async with asyncio.timeout(10):
        speaking = asyncio.create_task(speaks_up())
        await asyncio.sleep(0)
        await bus.stop()
        await speaking
