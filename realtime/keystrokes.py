"""Who is writing where: passed on to the other people of the conversation, seldom, and over by itself."""

import time
from uuid import UUID

from models.chat.access import conversation_for
from models.chat.tables import Side
from models.errors import Refusal
from realtime.bus import Bus
from realtime.rooms import NAMESPACE, room_of
from realtime.sockets import Socket, Sockets, Writing

PASSED_ON_EVERY = 2.0
OVER_AFTER = 6.0
"""Seconds without another sign; the frames say so too, for a process that dies in between."""


MOST_PLACES = 5
"""Conversations in which one socket can be writing."""


class Keystrokes:
    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus = bus
        self._sockets = sockets
        self._writing: set[Socket] = set()
        """The sockets with something to end; nobody walks through all others every second."""

    async def heard(self, socket: Socket, conversation_id: UUID, *, is_on: bool) -> None:
        """Pass a sign on, unless the same was just said. NotFound where the typist has no seat."""
        last = socket.typing.get(conversation_id)
        if not is_on:
            if last is not None:
                await self._end(socket, conversation_id)
            return
        if last is not None and time.monotonic() - last.since < PASSED_ON_EVERY:
            return
        begun = await self._begin(socket, conversation_id)
        try:
            rooms = await self._rooms(socket, conversation_id)
        except Refusal:
            await self._forget(socket, conversation_id)
            raise
        if socket.typing.get(conversation_id) is not begun:
            return  # over before it was known who is to hear of it
        socket.typing[conversation_id] = begun._replace(rooms=rooms)
        await self._tell(socket, conversation_id, rooms, is_on=True)

    async def _begin(self, socket: Socket, conversation_id: UUID) -> Writing:
        if conversation_id not in socket.typing and len(socket.typing) >= MOST_PLACES:
            await self._forget(socket, next(iter(socket.typing)))
        begun = Writing(time.monotonic(), [])
        socket.typing[conversation_id] = begun
        self._writing.add(socket)
        return begun

    async def stop_idle(self) -> None:
        """End what nobody has repeated."""
        too_old = time.monotonic() - OVER_AFTER
        for socket in list(self._writing):
            for conversation_id, writing in list(socket.typing.items()):
                if writing.since < too_old:
                    await self._forget(socket, conversation_id)

    async def gone(self, socket: Socket) -> None:
        for conversation_id in list(socket.typing):
            await self._forget(socket, conversation_id)

    async def _forget(self, socket: Socket, conversation_id: UUID) -> None:
        if conversation_id in socket.typing:
            await self._end(socket, conversation_id)
        socket.typing.pop(conversation_id, None)
        if not socket.typing:
            self._writing.discard(socket)

    async def _end(self, socket: Socket, conversation_id: UUID) -> None:
        """Say that it is over, and remember when it began: who flickers is heard no more often than who types.

        Needs no look at the database: a crowd that leaves costs it nothing.
        """
        writing = socket.typing[conversation_id]
        if writing.is_on:
            socket.typing[conversation_id] = writing._replace(is_on=False)
            await self._tell(socket, conversation_id, writing.rooms, is_on=False)

    async def _rooms(self, socket: Socket, conversation_id: UUID) -> list[str]:
        seat = await conversation_for(socket.user, conversation_id)
        talk = seat.conversation
        return [room_of(side, talk.id, talk.client_id, talk.worker_id) for side in Side if side is not seat.side]

    async def _tell(self, socket: Socket, conversation_id: UUID, rooms: list[str], *, is_on: bool) -> None:
        frame = {
            "conversation_id": str(conversation_id),
            "user_id": str(socket.user.id),
            "on": is_on,
            "expires_in": OVER_AFTER if is_on else 0,
        }
        if rooms:
            await self._bus.emit("typing", frame, namespace=NAMESPACE, room=rooms)
