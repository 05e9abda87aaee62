"""A connection that is Engine.IO's socket at the same time: one small object each, no task, no queue."""

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from realtime.fast import frames, upgrade

if TYPE_CHECKING:
    from engineio.packet import Packet

    from realtime.fast.engine import Engine

log = structlog.get_logger()

MOST_UNSENT = 512 * 1024
"""Bytes that wait for a client that doesn't read; then it is cut off, while others notice nothing."""
MOST_AT_WORK = 32
"""Events of one socket that are being answered; then it isn't read until some are done."""
OPEN, CLOSE, PING, PONG, MESSAGE = b"0", b"1", b"2", b"3", b"4"
"""Engine.IO's packets."""


class Socket(asyncio.Protocol):
    """uvicorn's protocol after the upgrade."""

    __slots__ = (
        "_at_work",
        "_connections",
        "_is_full",
        "_left",
        "_out",
        "_parts",
        "awaits_pong",
        "closed",
        "closing",
        "engine",
        "hot",
        "owner",
        "session",
        "sid",
        "spoke",
        "transport",
    )

    connected = upgraded = True
    upgrading = False

    def __init__(self, engine: "Engine", connections: set[Any]) -> None:
        self.engine = engine
        self.sid = ""
        self.spoke = 0
        self.session: dict[str, Any] = {}
        self.closed = self.closing = self.awaits_pong = False
        self.owner: Any = None
        """Who speaks here, once signed in; Socket.IO's side sets it."""
        self._connections = connections
        self._left = b""
        self._parts: list[bytes] | None = None
        self._out: list[bytes] = []
        self._is_full = False
        self._at_work = 0

    # as a protocol

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        if not self.sid:
            self._be_upgraded(data)
            return
        if self.closed:
            return
        try:
            found, self._left = frames.split(self._left + data if self._left else data, self.engine.largest)
            for first, payload in found:
                self._take(first, payload)
        except frames.Over as over:
            self.cut(over.code)

    def eof_received(self) -> None:
        return None

    def connection_lost(self, _: Exception | None) -> None:
        self._connections.discard(self)
        was_open, self.closed = not self.closed, True
        self._out.clear()
        if self.sid:
            self.engine.gone(self, was_open=was_open)

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False

    def shutdown(self) -> None:
        """uvicorn ends: clients go elsewhere."""
        self.cut(frames.SERVICE_RESTART)

    def _be_upgraded(self, request: bytes) -> None:
        try:
            environ = upgrade.environment(request)
        except upgrade.NotUpgraded as refused:
            self.closed = True
            self.transport.write(refused.response())
            self.transport.close()
            return
        self.transport.write(upgrade.accepted(environ))
        self.engine.welcome(self, environ)

    def _take(self, first: int, payload: bytes) -> None:
        opcode = first & 0x0F
        if first == frames.FINAL | frames.TEXT and self._parts is None:
            self.engine.heard(self, payload)
        elif opcode in {frames.TEXT, frames.CONTINUED}:
            self._take_part(first, payload)
        elif opcode == frames.PING:
            self.write(frames.control(frames.PONG, payload))
        elif opcode == frames.CLOSE:
            raise frames.Over(frames.NORMAL)
        elif opcode != frames.PONG:
            raise frames.Broken(frames.NOT_TEXT)

    def _take_part(self, first: int, payload: bytes) -> None:
        if (self._parts is None) == (first & 0x0F == frames.CONTINUED):
            raise frames.Broken(frames.PROTOCOL_ERROR)
        self._parts = [*(self._parts or []), payload]
        if sum(map(len, self._parts)) > self.engine.largest:
            raise frames.Broken(frames.TOO_BIG)
        if first & frames.FINAL:
            whole, self._parts = b"".join(self._parts), None
            self.engine.heard(self, whole)

    # as a writer

    def write(self, frame: bytes) -> None:
        """Leaves at the end of the tick, together with what else is written here until then."""
        if self.closed:
            return
        if not self._out:
            self.engine.has_written(self)
        self._out.append(frame)

    def flush(self) -> None:
        out = self._out
        if not out or self.transport.is_closing():
            return
        self.transport.write(out[0] if len(out) == 1 else b"".join(out))
        out.clear()
        if self._is_full and self.transport.get_write_buffer_size() > MOST_UNSENT:
            log.warning("socket.cut_off", code="SLOW_CONSUMER")
            self.closed = True
            self.transport.abort()
            self.engine.gone(self, was_open=True)

    def cut(self, code: int) -> None:
        """Say why, and go."""
        if self.closed:
            return
        self.write(frames.closing(code))
        self.flush()
        self.closed = True
        self.transport.close()
        self.engine.gone(self, was_open=True)

    # as something that works

    def starts_work(self) -> None:
        self._at_work += 1
        if self._at_work == MOST_AT_WORK:
            self.transport.pause_reading()

    def ends_work(self, _: Any = None) -> None:
        self._at_work -= 1
        if self._at_work == MOST_AT_WORK // 2 and not self.transport.is_closing():
            self.transport.resume_reading()

    # as Engine.IO's socket

    async def send(self, packet: "Packet") -> None:
        encoded = packet.encode()
        if isinstance(encoded, bytes):
            raise TypeError("texts only")
        self.write(frames.text(encoded.encode()))

    async def close(self, *, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self.closed or self.closing:
            return
        self.closing = True
        if not abort:
            self.write(frames.text(CLOSE))
        self.cut(frames.NORMAL)

    async def check_ping_timeout(self) -> bool:
        """The engine's wheel looks after that."""
        return not self.closed
