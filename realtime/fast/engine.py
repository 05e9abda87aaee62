"""Engine.IO's server for sockets that write themselves: who is there, who has something to say, who lives."""

import asyncio
from collections.abc import Callable
from typing import Any

import engineio
import orjson
import structlog

from realtime.fast import frames
from realtime.fast.socket import CLOSE, MESSAGE, OPEN, PING, PONG, Socket

log = structlog.get_logger()

Hot = Callable[[Socket, bytes, Any], None]
"""Takes an event's sender, the acknowledgement's number (or nothing) and the payload; answers when it likes."""

TURN = 1.0
RARE = 20
"""Packets other than events that a client sends in its life: to connect, to leave."""
TEXTS = (b"0", b"1", b"2", b"3")
"""How Socket.IO's packets begin; not binary ones, for which all that follows would be kept as attachments."""


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    """Stock sockets (any ASGI server) and fast ones (`Socket`) side by side."""

    def __init__(self, *, largest: int, **options: Any) -> None:
        super().__init__(max_http_buffer_size=largest, **options)
        self.largest = largest
        self.hot: dict[bytes, Hot] = {}
        """Events that are taken without a task, by how they begin: `["message:send",`."""
        self._written: list[Socket] = []
        self._wheel: list[set[Socket]] = [set() for _ in range(int(self.ping_interval / TURN))]
        self._at = 0
        self._is_turning = False
        self._tasks: set[asyncio.Task[Any]] = set()

    # coming and going

    def protocol(self, *, server_state: Any, **_: Any) -> Socket:
        """What uvicorn calls for a connection that becomes a WebSocket."""
        return Socket(self, server_state.connections)

    def welcome(self, socket: Socket, environ: dict[str, Any]) -> None:
        socket.sid = self.generate_id()
        self.sockets[socket.sid] = socket
        opened = {
            "sid": socket.sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.largest,
        }
        socket.write(frames.text(OPEN + orjson.dumps(opened)))
        socket.spoke = (self._at - 1) % len(self._wheel)
        self._wheel[socket.spoke].add(socket)
        if not self._is_turning:
            self._is_turning = True
            asyncio.get_running_loop().call_later(TURN, self._turn)
        self.start(socket, self._trigger_event("connect", socket.sid, environ, run_async=False))

    def gone(self, socket: Socket, *, was_open: bool) -> None:
        self._wheel[socket.spoke].discard(socket)
        if self.sockets.pop(socket.sid, None) is not None:
            reason = self.reason.TRANSPORT_CLOSE if was_open else self.reason.CLIENT_DISCONNECT
            self.start(socket, self._trigger_event("disconnect", socket.sid, reason, run_async=False))

    def _turn(self) -> None:
        """Ask a part of the sockets whether they are alive; who wasn't since the last time is not."""
        self._at = (self._at + 1) % len(self._wheel)
        for socket in list(self._wheel[self._at]):
            if socket.awaits_pong or socket.owner is None:
                socket.cut(frames.POLICY)
            else:
                socket.awaits_pong = True
                socket.write(frames.text(PING))
        self._is_turning = any(self._wheel)
        if self._is_turning:
            asyncio.get_running_loop().call_later(TURN, self._turn)

    # hearing

    def heard(self, socket: Socket, packet: bytes) -> None:
        kind = packet[:1]
        if kind == MESSAGE:
            if packet[1:2] == b"2":
                self._heard_event(socket, packet)
            else:
                self._heard_rare(socket, packet)
        elif kind == PONG:
            socket.awaits_pong = False
        elif kind == PING:
            socket.write(frames.text(PONG + packet[1:]))
        elif kind == CLOSE:
            raise frames.Over(frames.NORMAL)

    def _heard_event(self, socket: Socket, packet: bytes) -> None:
        at = packet.find(b"[", 2, 22)
        for beginning, take in self.hot.items():
            if at > 0 and packet.startswith(beginning, at):
                number = packet[2:at]
                if not number or number.isdigit():
                    try:
                        _, payload, *_ = orjson.loads(packet[at:])
                    except ValueError:
                        break
                    take(socket, number, payload)
                    return
        self._hand_over(socket, packet)

    def _heard_rare(self, socket: Socket, packet: bytes) -> None:
        if not packet.startswith(TEXTS, 1):
            raise frames.Broken(frames.NOT_TEXT)
        rare = socket.session.get("rare", 0) + 1
        if rare > RARE:
            raise frames.Broken(frames.POLICY)
        socket.session["rare"] = rare
        self._hand_over(socket, packet)

    def _hand_over(self, socket: Socket, packet: bytes) -> None:
        """To python-socketio, in its own way."""
        try:
            said = packet[1:].decode()
        except UnicodeDecodeError:
            raise frames.Broken(frames.NOT_UTF8) from None
        self.start(socket, self._trigger_event("message", socket.sid, said, run_async=False))

    def start(self, socket: Socket, doing: Any) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        socket.starts_work()
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(socket.ends_work)

    # speaking

    def has_written(self, socket: Socket) -> None:
        if not self._written:
            asyncio.get_running_loop().call_soon(self._flush)
        self._written.append(socket)

    def _flush(self) -> None:
        written, self._written = self._written, []
        for socket in written:
            socket.flush()
