"""Clients are opened on first use, shared by the process and closed together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from settings import Settings, settings

T = TypeVar("T")


class _Slot(Generic[T]):
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.opened: tuple[Settings, AbstractAsyncContextManager[T], T] | None = None

    async def get(self, opener: Callable[[], AbstractAsyncContextManager[T]]) -> T:
        async with self.lock:
            # Other settings mean other addresses and keys: a client made for the old ones is of no use.
            if self.opened and self.opened[0] is not settings():
                await self._close()
            if self.opened is None:
                context = opener()
                self.opened = (settings(), context, await context.__aenter__())
            return self.opened[2]

    async def close(self) -> None:
        async with self.lock:
            await self._close()

    async def _close(self) -> None:
        opened, self.opened = self.opened, None
        if opened:
            await opened[1].__aexit__(None, None, None)


# A connection belongs to the event loop that opened it.
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[object, _Slot[Any]]] = WeakKeyDictionary()


class Shared(Generic[T]):
    """`client = Shared(opener)`: `await client()` opens on first use and answers the same one after."""

    def __init__(self, opener: Callable[[], AsyncIterator[T]]) -> None:
        self._opener = asynccontextmanager(opener)

    async def __call__(self) -> T:
        slots = _slots.setdefault(asyncio.get_running_loop(), {})
        slot: _Slot[T] = slots.setdefault(self, _Slot())
        return await slot.get(self._opener)


async def ended(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel them until they have ended: a library that is closing a connection may swallow the first time."""
    while unfinished := [task for task in tasks if not task.done()]:
        for task in unfinished:
            task.cancel()
        await asyncio.wait(unfinished, timeout=1)
    await asyncio.gather(*tasks, return_exceptions=True)


async def close() -> None:
    """Close every client of this event loop. A later call opens anew."""
    for slot in _slots.pop(asyncio.get_running_loop(), {}).values():
        await slot.close()
