"""A phone's network: every connection through it shares one narrow, distant line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

ROUND_TRIP = 0.150
DOWN = 1_638_400 / 8
UP = 675_000 / 8
"""Bytes a second: what Lighthouse calls slow 4G."""


class Line:
    """One direction: bytes leave one after the other, and arrive half a round trip later."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.free_at = 0.0
        self.carried = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(under_way, writer))
        now = asyncio.get_running_loop().time
        with suppress(ConnectionError):
            while data := await reader.read(1460):
                self.free_at = max(self.free_at, now()) + len(data) / self.speed
                self.carried += len(data)
                under_way.put_nowait((self.free_at + ROUND_TRIP / 2, data))
                await asyncio.sleep(self.free_at - now())
        under_way.put_nowait((now(), b""))
        await arriving

    async def _arrive(self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while (arrival := await under_way.get())[1]:
                await asyncio.sleep(arrival[0] - asyncio.get_running_loop().time())
                if writer.is_closing():
                    return
                writer.write(arrival[1])
        writer.close()


@asynccontextmanager
async def link(port: int) -> AsyncIterator[tuple[int, Line]]:
    """The port of the phone's end, and the line towards it; `port` is the proxy's."""
    down, up = Line(DOWN), Line(UP)

    async def connected(phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        await asyncio.sleep(ROUND_TRIP)  # TCP's own greeting
        site, to_site = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(up.carry(phone, to_site), down.carry(site, to_phone))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], down
    finally:
        server.close()
