"""The Socket.IO server, its life tied to the HTTP application's."""

import asyncio
from collections.abc import AsyncGenerator

import socketio
from quart import Quart

from realtime.bus import Bus
from realtime.node import Node
from realtime.publisher import publishing
from realtime.wire import Wire
from settings import settings

LARGEST_FRAME = 64 * 1024
"""From a client: a text of 5,000 characters, or `sync` with 200 cursors, whatever they are written in."""


def create_server(http: Quart) -> socketio.AsyncServer:
    """A server that starts and stops with `http`."""
    bus = Bus(settings().redis_url)
    server = socketio.AsyncServer(
        async_mode="asgi",
        transports=["websocket"],
        client_manager=bus,
        json=Wire,
        max_http_buffer_size=LARGEST_FRAME,
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
            care.cancel()
            await asyncio.gather(care, return_exceptions=True)
            await node.presence.leave()

    return server
