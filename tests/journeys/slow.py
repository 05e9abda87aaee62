"""A bad network around a phone: slow always, gone or deaf when it is told to be."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable

from playwright.async_api import CDPSession, Request, WebSocketRoute

from tests.journeys.browser import Reader

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
GONE = SLOW | {"offline": True}
ONE_WAY = 0.2
"""Seconds that a frame is on its way: what a browser slows down are requests."""

Said = str | bytes


class BadNetwork:
    def __init__(self, reader: Reader, session: CDPSession) -> None:
        self.reader = reader
        self.session = session
        self.is_gone = False
        self.is_deaf = False
        """What is said over the socket arrives, and its answer is lost."""
        self.sockets: list[WebSocketRoute] = []
        self.keys: set[tuple[str, str]] = set()

    @classmethod
    async def around(cls, reader: Reader) -> "BadNetwork":
        """Before its first page; bad it is from when it first comes back."""
        network = cls(reader, await reader.context.new_cdp_session(reader.bare_page))
        await reader.page.route_web_socket(re.compile("/socket.io/"), network.carry)
        reader.page.on("request", network.note)
        return network

    async def carry(self, page: WebSocketRoute) -> None:
        if self.is_gone:
            await page.close()
            return
        server = page.connect_to_server()
        self.sockets.append(page)
        page.on_message(lambda said: self.later(server.send, said))
        server.on_message(lambda said: self.is_deaf or self.later(page.send, said))

    def later(self, send: Callable[[Said], None], said: Said) -> None:
        asyncio.get_running_loop().call_later(ONE_WAY, lambda: self.is_gone or send(said))

    async def goes(self) -> None:
        self.is_gone = True
        await self.session.send("Network.emulateNetworkConditions", GONE)
        for socket in self.sockets:
            await socket.close()
        self.sockets.clear()

    async def comes_back(self) -> None:
        self.is_gone = self.is_deaf = False
        await self.session.send("Network.emulateNetworkConditions", SLOW)

    def note(self, request: Request) -> None:
        """Each command that costs somebody something, by its last word and the key it came under."""
        if request.method == "POST" and (key := request.headers.get("idempotency-key")):
            self.keys.add((request.url.rpartition("/")[2], key))

    @property
    def done(self) -> Counter[str]:
        """How often each was done: again under its key is the same command."""
        return Counter(word for word, _ in self.keys)
