"""Which sockets are in which room: python-socketio's own bookkeeping, without its walk through all rooms."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from engineio import packet
from socketio.base_manager import BaseManager

from realtime.rooms import NAMESPACE

MOST_QUEUED = 2000
"""Frames that wait for a client that doesn't read, where a stock socket keeps them."""
_closing: set[asyncio.Task[None]] = set()


class Seats(BaseManager):  # type: ignore[misc]
    """A socket's rooms are known, so that leaving costs what it has, not what there is."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._rooms_of: dict[str, set[str | None]] = {}

    def inside(self, rooms: Sequence[str]) -> Iterable[str]:
        """Engine.IO's ids of the sockets in any of the rooms, each once."""
        known = self.rooms.get(NAMESPACE)
        if known is None:
            return ()
        found = [room for name in rooms if (room := known.get(name))]
        if len(found) == 1:
            return list(found[0].values())
        return dict.fromkeys(eio_sid for room in found for eio_sid in room.values())

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get(sid, set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        for room in self._rooms_of.pop(sid, set()):
            super().basic_leave_room(sid, namespace, room)
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
