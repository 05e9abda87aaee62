"""The Socket.IO server, its life tied to the HTTP application's."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import socketio
from quart import Quart

from integrations.lifecycle import ended
from realtime.bus import Bus
from realtime.fast.engine import TEXTS, Engine
from realtime.fast.socket import Socket
from realtime.node import Node
from realtime.publisher import publishing
from realtime.wire import Wire
from settings import settings

LARGEST_FRAME = 64 * 1024
"""From a client: a text of 5,000 characters, or `sync` with 200 cursors, whatever they are written in."""


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """python-socketio's, with our engine under it."""

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        """What a stock socket says of attachments goes unheard; the engine hangs up on a fast one for it."""
        if isinstance(data, str) and data[:1].encode() in TEXTS:
            await super()._handle_eio_message(eio_sid, data)

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        """Of who goes or fails while being let in, the end was told to nobody: it is now, nothing stays."""
        if eio_sid not in self.environ:
            return  # gone already
        is_first = self.manager.sid_from_eio_sid(eio_sid, namespace or "/") is None
        try:
            await super()._handle_connect(eio_sid, namespace, data)
        except Exception:
            if is_first:
                await self._let_go(eio_sid, namespace or "/")
            raise
        if eio_sid not in self.eio.sockets:
            await self._handle_disconnect(eio_sid, namespace)

    async def _let_go(self, eio_sid: str, namespace: str) -> None:
        """Who is neither in nor refused would wait for ever."""
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if sid is not None:
            await self._trigger_event("disconnect", namespace, sid, self.reason.SERVER_DISCONNECT)
            await self.manager.disconnect(sid, namespace, ignore_queue=True)
        line = self.eio.sockets.get(eio_sid)
        if line is not None:
            await line.close(wait=False)

    async def _handle_event(self, eio_sid: str, namespace: str | None, number: int | None, data: Any) -> None:
        """A fast socket's event has its task already, which counts for what the socket may have at work."""
        if not isinstance(self.eio.sockets.get(eio_sid), Socket):
            await super()._handle_event(eio_sid, namespace, number, data)
            return
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if sid is not None and self.manager.is_connected(sid, namespace or "/"):
            await self._handle_event_internal(self, sid, eio_sid, data, namespace or "/", number)


def create_server(http: Quart) -> Server:
    """A server that starts and stops with `http`."""
    bus = Bus(settings().redis_url)
    server = Server(
        async_mode="asgi",
        transports=["websocket"],
        client_manager=bus,
        json=Wire,
        largest=LARGEST_FRAME,
        # Who comes by cookie must come from our pages; the handshake checks it, with tokens any origin may call.
        cors_allowed_origins=[],
    )
    node = Node(server, bus)

    http.extensions["node"] = node

    @http.while_serving
    async def announce_and_look_after() -> AsyncGenerator[None, None]:
        async with publishing(bus) as node.publisher:
            care = asyncio.create_task(node.look_after())
            yield
            await ended(care)
            await node.presence.leave()

    return server
