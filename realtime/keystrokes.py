"""Who is writing where: passed on to the other people of the conversation, seldom, and over by itself."""

import time
from uuid import UUID

from models.chat.access import conversation_for
from models.chat.tables import Side
from realtime.bus import Bus
from realtime.rooms import NAMESPACE, room_of
from realtime.sockets import Socket, Sockets

PASSED_ON_EVERY = 2.0
OVER_AFTER = 6.0
"""Seconds without another sign; the frames say so too, for a process that dies in between."""


class Keystrokes:
    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus = bus
        self._sockets = sockets

    async def heard(self, socket: Socket, conversation_id: UUID, *, is_on: bool) -> None:
        """Pass a sign on, unless the same was just said. NotFound where the typist has no seat."""
        last = socket.typing.get(conversation_id)
        now = time.monotonic()
        if is_on and last is not None and now - last < PASSED_ON_EVERY:
            return
        if not is_on and last is None:
            return
        await self._tell(socket, conversation_id, is_on=is_on)
        if is_on:
            socket.typing[conversation_id] = now
        else:
            del socket.typing[conversation_id]

    async def stop_idle(self) -> None:
        """End what nobody has repeated."""
        too_old = time.monotonic() - OVER_AFTER
        for socket in self._sockets:
            for conversation_id, since in list(socket.typing.items()):
                if since < too_old:
                    await self.heard(socket, conversation_id, is_on=False)

    async def gone(self, socket: Socket) -> None:
        for conversation_id in list(socket.typing):
            await self.heard(socket, conversation_id, is_on=False)

    async def _tell(self, socket: Socket, conversation_id: UUID, *, is_on: bool) -> None:
        seat = await conversation_for(socket.user, conversation_id)
        talk = seat.conversation
        rooms = [room_of(side, talk.id, talk.client_id, talk.worker_id) for side in Side if side is not seat.side]
        frame = {
            "conversation_id": str(talk.id),
            "user_id": str(socket.user.id),
            "on": is_on,
            "expires_in": OVER_AFTER if is_on else 0,
        }
        await self._bus.emit("typing", frame, namespace=NAMESPACE, room=rooms)
