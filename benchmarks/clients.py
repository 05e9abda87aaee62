"""Many light clients of Socket.IO in one process: no library between them and what is measured."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any

import orjson
from websockets.speedups import apply_mask

KEY = b"bench"[:4]
CLOSE = 8


class Client(asyncio.Protocol):
    """Connects, signs in, answers pings; everything that comes goes to `hear(event, payload)`."""

    def __init__(self, token: str, hear: Callable[["Client", str, Any], None]) -> None:
        self.token = token
        self.hear = hear
        self.ready = asyncio.get_running_loop().create_future()
        self.is_lost = False
        self._left = b""
        self._is_upgraded = False
        self._asked: dict[int, asyncio.Future[Any]] = {}

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16))
        transport.write(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n\r\n" % key
        )

    def connection_lost(self, _: Exception | None) -> None:
        self.is_lost = True
        for waiting in (self.ready, *self._asked.values()):
            if not waiting.done():
                waiting.set_exception(ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        data = self._left + data
        if not self._is_upgraded:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._left = head
                return
            self._is_upgraded = True
        at = 0
        while len(data) - at >= 2:
            size, begin = data[at + 1], at + 2
            if size >= 126:
                wide = 2 if size == 126 else 8
                size, begin = int.from_bytes(data[begin : begin + wide]), begin + wide
            if len(data) < begin + size:
                break
            if data[at] & 0x0F == CLOSE:
                self.transport.close()
                return
            self._take(data[begin : begin + size])
            at = begin + size
        self._left = data[at:]

    def _take(self, packet: bytes) -> None:
        if packet == b"2":
            self.say(b"3")
        elif packet[:1] == b"0":
            self.say(b"40" + orjson.dumps({"token": self.token}))
        elif packet[:2] == b"42":
            event, payload = orjson.loads(packet[2:])
            if event == "ready" and not self.ready.done():
                self.ready.set_result(payload)
            self.hear(self, event, payload)
        elif packet[:2] == b"43":
            at = packet.index(b"[")
            self._asked.pop(int(packet[2:at])).set_result(orjson.loads(packet[at:])[0])

    def say(self, packet: bytes) -> None:
        size = len(packet)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2)
        self.transport.write(head + KEY + apply_mask(packet, KEY))

    async def ask(self, event: str, payload: Any) -> Any:
        if self.is_lost:
            raise ConnectionResetError
        number = len(self._asked) + 1
        while number in self._asked:
            number += 1
        self._asked[number] = asyncio.get_running_loop().create_future()
        answer = self._asked[number]
        self.say(b"42%d" % number + orjson.dumps([event, payload]))
        return await answer


async def connect(port: int, token: str, hear: Callable[[Client, str, Any], None] = lambda *_: None) -> Client:
    """A client that has been welcomed."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Client(token, hear), "127.0.0.1", port)
    async with asyncio.timeout(30):
        await client.ready
    return client
