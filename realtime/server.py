"""The Socket.IO server, its life tied to the HTTP application's."""

import socketio
from quart import Quart

from models.db import spread_by
from realtime import publisher


def create_server(http: Quart) -> socketio.AsyncServer:
    """A server that starts and stops with `http`."""
    sockets = socketio.AsyncServer(async_mode="asgi", transports=["websocket"])

    @http.before_serving
    async def listen_to_commits() -> None:
        http.extensions["stop_spreading"] = spread_by(publisher.announce)

    @http.after_serving
    async def stop_listening() -> None:
        http.extensions.pop("stop_spreading")()

    return sockets
