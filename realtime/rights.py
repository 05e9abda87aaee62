"""Who may still listen, found out by this process itself when nobody told it (Redis away, a crash)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from models import clock
from models.people.sessions import IDLE_FOR
from models.sql import fetch
from realtime.rooms import NAMESPACE, staff_room
from realtime.sockets import Socket, Sockets

log = structlog.get_logger()

EVERY = 0.8
"""Seconds: with the look itself, a sanction holds everywhere within one."""


class Rights:
    def __init__(self, server: Any, sockets: Sockets, close: Callable[[str, str], Awaitable[None]]) -> None:
        self._server = server
        self._sockets = sockets
        self._close = close

    async def look_after(self) -> None:
        """By itself: nothing that waits for Redis stands between a sanction and its effect."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.check()
            except Exception:
                log.exception("rights.unknown")

    async def check(self) -> None:
        await self._close_ended()
        await self._leave_seats()

    async def _close_ended(self) -> None:
        """Sessions that are over, people who are suspended or gone, people who are somebody else now."""
        sockets = list(self._sockets)
        if not sockets:
            return
        ids = [socket.session_id for socket in sockets]
        roles = [socket.user.role.value for socket in sockets]
        for row in await fetch("sessions_over", ids, clock.real_now() - IDLE_FOR, roles):
            for socket in self._sockets.of_sessions([row["id"]]):
                await self._close(socket.sid, "ACCOUNT_SUSPENDED" if row["is_suspended"] else "UNAUTHORIZED")

    async def _leave_seats(self) -> None:
        """Staff whose seat in a conversation was taken or given without this process having heard of it."""
        staff = [socket for socket in self._sockets if socket.user.is_staff]
        if not staff:
            return
        # What is heard while the database answers is newer than its answer: so the rooms of before are compared.
        taken = {socket: self._seats_of(socket) for socket in staff}
        seats = await fetch("seats_of_staff", list({socket.user.id for socket in staff}))
        for socket in staff:
            due = {staff_room(seat["conversation_id"]) for seat in seats if seat["user_id"] == socket.user.id}
            await self._seat(socket, taken[socket], due)

    def _seats_of(self, socket: Socket) -> set[str]:
        return {room for room in self._server.rooms(socket.sid) if room and room.startswith(staff_room(""))}

    async def _seat(self, socket: Socket, taken: set[str], due: set[str]) -> None:
        if self._sockets.get(socket.sid) is None:
            return
        for room in taken - due:
            await self._server.leave_room(socket.sid, room, namespace=NAMESPACE)
        for room in due - taken:
            await self._server.enter_room(socket.sid, room, namespace=NAMESPACE)
