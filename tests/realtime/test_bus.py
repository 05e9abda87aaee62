"""What carries frames between processes, where a whole process is too much to start."""

import asyncio
import time
from typing import Any

import pytest
import redis.asyncio
from redis.asyncio.client import PubSub

from integrations.lifecycle import ended
from realtime import bus as carrying
from realtime.bus import Bus
from tests.conftest import redis_url
from tests.realtime.nodes import until

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


def breaks_once(monkeypatch: pytest.MonkeyPatch, whose: type, call: str) -> list[float]:
    """As uvloop does under a connection that is reset while it is written to; when it did is in the answer."""
    unbroken, broke = getattr(whose, call), []

    async def breaking(*given: Any, **how: Any) -> Any:
        if not broke:
            broke.append(time.monotonic())
            raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")
        return await unbroken(*given, **how)

    monkeypatch.setattr(whose, call, breaking)
    return broke


@pytest.mark.req("R-26")
async def test_it_goes_on_publishing_whatever_a_connection_breaks_with(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = Bus(redis_url(), write_only=True)
    listening = redis.asyncio.from_url(redis_url())
    async with listening, listening.pubsub(ignore_subscribe_messages=True) as ear:
        await ear.subscribe(bus.channel)
        await ear.get_message(timeout=10)
        breaks_once(monkeypatch, redis.asyncio.Redis, "publish")
        bus.start()
        try:
            bus.broadcast("lost", {}, "a")
            await until(lambda: bus.is_away)
            bus.broadcast("told", {}, "a")
            async with asyncio.timeout(10):
                while b"told" not in ((await ear.get_message(timeout=10)) or {}).get("data", b""):
                    pass
            await until(lambda: not bus.is_away)
        finally:
            await bus.stop()


@pytest.mark.req("R-26")
async def test_it_goes_on_hearing_whatever_a_connection_breaks_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "BEAT", 0.3)
    broke = breaks_once(monkeypatch, PubSub, "get_message")
    bus = Bus(redis_url())
    bus.start()
    try:
        await until(lambda: bool(broke) and bus._heard_at > broke[0])
    finally:
        await ended(*bus._tasks)
