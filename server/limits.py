"""How often may be tried what can be guessed, spammed or worn out. Real time (R-18), shared through Redis.

Without Redis each process counts for itself (R-26): looser, but never open.
"""

import functools
import hashlib
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from quart import Quart, current_app
from redis.asyncio import BlockingConnectionPool

from models.errors import TooMany
from server.edge import asker, client_address
from settings import settings

P = ParamSpec("P")
R = TypeVar("R")

MINUTE, HOUR = 60, 3600
LEFT_ALONE_FOR = 5.0
"""Seconds for which a Redis that failed isn't asked again: its time-outs would be every request's."""


class Counters:
    def __init__(self) -> None:
        address = settings().redis_url
        # a burst waits for a connection instead of being told that there are too many
        self._pool = BlockingConnectionPool.from_url(
            address, max_connections=16, timeout=3, socket_timeout=3, socket_connect_timeout=1
        )
        options: Any = {"connection_pool": self._pool}  # typed as if options were only plain values
        storage = RedisStorage(f"async+{address}", implementation="redispy", wrap_exceptions=True, **options)
        self._shared = SlidingWindowCounterRateLimiter(storage)
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._trusted_again_at = 0.0

    async def close(self) -> None:
        await self._pool.disconnect()

    async def seconds_to_wait(self, item: RateLimitItemPerSecond, who: str) -> int:
        """0 and one more counted, or how long until there is room."""
        if time.monotonic() >= self._trusted_again_at:
            try:
                return await self._ask(self._shared, item, who)
            except StorageError:
                self._trusted_again_at = time.monotonic() + LEFT_ALONE_FOR
        return await self._ask(self._own, item, who)

    async def forget(self, item: RateLimitItemPerSecond, who: str) -> None:
        await self._own.clear(item, who)
        try:
            await self._shared.clear(item, who)
        except StorageError:
            self._trusted_again_at = time.monotonic() + LEFT_ALONE_FOR

    async def _ask(self, limiter: SlidingWindowCounterRateLimiter, item: RateLimitItemPerSecond, who: str) -> int:
        if await limiter.hit(item, who):
            return 0
        window = await limiter.get_window_stats(item, who)
        return max(1, math.ceil(window.reset_time - time.time()))


def install(app: Quart) -> None:
    @app.before_serving
    async def begin_counting() -> None:
        app.extensions["limits"] = Counters()

    @app.after_serving
    async def stop_counting() -> None:
        await app.extensions.pop("limits").close()


def counters() -> Counters:
    kept: Counters = current_app.extensions["limits"]
    return kept


async def spend(name: str, amount: int, *, per: int, who: str, factor: int = 1) -> None:
    """Count one more `name` by `who`; raises TooMany beyond `amount` in `per` seconds."""
    wait = await counters().seconds_to_wait(_item(name, amount * factor, per), _opaque(who))
    if wait:
        raise TooMany(retry_after=wait, limit=name)


async def spend_from_here(name: str, amount: int, *, per: int) -> None:
    """Count one more `name` from the asker's network address."""
    await spend(f"{name}@address", amount, per=per, who=client_address(), factor=settings().address_limits_factor)


async def forget(name: str, amount: int, *, per: int, who: str) -> None:
    """Begin to count anew, as after a right password."""
    await counters().forget(_item(name, amount, per), _opaque(who))


def limited(
    name: str, amount: int, *, per: int
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Endpoint decorator, below `@signed_in`: `amount` a user in `per` seconds.

    @signed_in(Role.CLIENT)
    @limited("lead.create", 20, per=HOUR)
    """

    def decorate(endpoint: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(endpoint)
        async def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            await spend(name, amount, per=per, who=str(asker().id))
            return await endpoint(*args, **kwargs)

        return counted

    return decorate


def _item(name: str, amount: int, per: int) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(amount * settings().limits_factor, per, namespace=name)


def _opaque(who: str) -> str:
    """Addresses and numbers have no place in Redis."""
    return hashlib.sha256(who.encode()).hexdigest()[:32]
