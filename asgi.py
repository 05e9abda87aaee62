"""The whole web process: Socket.IO in front, everything else to the HTTP application."""

import socketio

from realtime.server import create_server
from server.app import create_app

http = create_app()
sockets = create_server(http)
app = socketio.ASGIApp(sockets, http)
