"""Which sockets are in which room: python-socketio's own bookkeeping, without its walk through all rooms."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from engineio import packet
from socketio.base_manager import BaseManager

MOST_QUEUED = 2000
"""Frames that wait for a client that doesn't read, where a stock socket keeps them."""
_closing: set[asyncio.Task[None]] = set()


class Seats(BaseManager):  # type: ignore[misc]
    """A socket's rooms are known, so that leaving costs what it has, not what there is."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._rooms_of: dict[str, set[str | None]] = {}
        self._seated: dict[str, dict[str, Any]] = {}
        """The engine's sockets by room and Socket.IO's id: what every frame looks up."""

    def inside(self, rooms: Sequence[str]) -> Iterable[Any]:
        """The engine's sockets in any of the rooms, each once."""
        found = [seated for room in rooms if (seated := self._seated.get(room))]
        if len(found) == 1:
            return found[0].values()
        return {sid: socket for seated in found for sid, socket in seated.items()}.values()

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault(sid, set()).add(room)
        socket = self.server.eio.sockets.get(self.eio_sid_from_sid(sid, namespace))
        if room is not None and socket is not None:
            self._seated.setdefault(room, {})[sid] = socket

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get(sid, set()).discard(room)
        seated = self._seated.get(room or "")
        if seated is not None:
            seated.pop(sid, None)
            if not seated:
                del self._seated[room or ""]

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        for room in self._rooms_of.pop(sid, set()):
            self.basic_leave_room(sid, namespace, room)
        for pending in (self.pending_connect, self.pending_disconnect):
            waiting = pending.get(namespace, [])
            if sid in waiting:
                waiting.remove(sid)
                if not waiting:
                    del pending[namespace]
        self.callbacks.pop(sid, None)


def queue_up(socket: Any, packed: bytes) -> None:
    """What a stock socket is to send; one that has stopped reading is closed."""
    if socket.queue.qsize() < MOST_QUEUED:
        socket.queue.put_nowait(packet.Packet(packet.MESSAGE, data=packed.decode()))
    elif not socket.closing:
        task = asyncio.get_running_loop().create_task(socket.close(wait=False, abort=True))
        _closing.add(task)
        task.add_done_callback(_closing.discard)
