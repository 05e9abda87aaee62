"""What stands between a process and Redis: it can swallow what is said to who listens, while Redis answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit


class Lossy:
    """A proxy of a Redis; `url` is where it is reached."""

    def __init__(self, url: str) -> None:
        self._behind = urlsplit(url)
        self._talks: set[asyncio.Task[None]] = set()
        self.url = ""
        self.swallows = False
        self.swallowed = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Lossy"]:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        secret, _, _ = self._behind.netloc.rpartition("@")
        address = f"{secret}@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.url = urlunsplit(self._behind._replace(netloc=address))
        try:
            yield self
        finally:
            server.close()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)
        host, port = self._behind.hostname, self._behind.port
        listening = asyncio.Event()
        far_reader, far_writer = await asyncio.open_connection(host, port)
        ways = [
            asyncio.create_task(self._pass_on(reader, far_writer, listening)),
            asyncio.create_task(self._pass_back(far_reader, writer, listening)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            writer.close()
            far_writer.close()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, listening: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            if b"SUBSCRIBE" in data:
                listening.set()
            writer.write(data)
            await writer.drain()

    async def _pass_back(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, listening: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            if self.swallows and listening.is_set():
                self.swallowed += len(data)
                continue
            writer.write(data)
            await writer.drain()
