"""One look for everybody who asks at the same time: what a crowd that comes back costs is counted in looks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from models.db import in_transaction_now

K = TypeVar("K")
V = TypeVar("V")

MOST = 64


class Gathered(Generic[K, V]):
    """Asks `look` for many at once: those who come while it looks are looked up together afterwards.

    Nobody joins a look that has begun, so every answer is of a moment after the question. Inside a transaction one
    asks for oneself: only there is its own work to be seen.
    """

    def __init__(self, look: Callable[[list[K]], Awaitable[list[V]]]) -> None:
        self._look = look
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._looking: asyncio.Task[None] | None = None

    async def __call__(self, key: K) -> V:
        if in_transaction_now():
            return (await self._look([key]))[0]
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[V] = loop.create_future()
        self._waiting.append((key, answer))
        if self._looking is None or self._looking.get_loop() is not loop:
            self._waiting = [(key, answer)]  # whoever else waits does so in a loop that is over
            self._looking = None
        if self._looking is None or self._looking.done():
            self._looking = loop.create_task(self._look_for_all())
        return await answer

    async def _look_for_all(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                found = await self._look([key for key, _ in asked])
            except Exception as error:  # noqa: BLE001 - it is everybody's who asked
                for _, answer in asked:
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for (_, answer), value in zip(asked, found, strict=True):
                    if not answer.done():
                        answer.set_result(value)
