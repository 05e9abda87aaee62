"""One process's end of the conversation: its sockets, what they ask, and what looks after them."""

import asyncio
from typing import Any
from uuid import UUID

import socketio
import structlog
from pydantic import ValidationError
from socketio.exceptions import ConnectionRefusedError as Refused

from models.errors import Malformed, Refusal, TooMany
from models.people.sessions import AccountSuspended
from models.sql import fetch
from realtime import heads
from realtime.bus import DEAF_AFTER, Bus
from realtime.commands import COMMANDS, Command, Context
from realtime.handshake import sign_in
from realtime.heads import Heads
from realtime.keystrokes import Keystrokes
from realtime.pace import Pace, Paces
from realtime.presence import Presence
from realtime.publisher import CLOSE, SEAT, Publisher
from realtime.rights import Rights
from realtime.rooms import NAMESPACE, staff_room, user_room
from realtime.saying import SAID, Saying, own
from realtime.sockets import Socket, Sockets
from settings import settings

log = structlog.get_logger()

A_SECOND, AT_ONCE = 20, 60
"""What a socket may ask, in the long run and in one go."""
A_SECOND_EACH, AT_ONCE_EACH = 2 * A_SECOND, 2 * AT_ONCE
"""What one person may ask of one process, with however many sockets."""
MOST_SOCKETS = 30
"""One person's devices and pages on one process."""
REFUSED_A_SECOND, MOST_REFUSED = 1, 200
"""Who is refused more often, in the long run and in one go, is not a person."""
TICK = 1.0


class Node:
    def __init__(self, server: socketio.AsyncServer, bus: Bus) -> None:
        self.server = server
        self.bus = bus
        self.publisher: Publisher
        """What this process commits goes out through it, while it serves."""
        self.sockets = Sockets()
        self.heads = Heads(bus, self.sockets)
        self.keystrokes = Keystrokes(bus, self.sockets)
        self.presence = Presence(bus, self.sockets)
        self.rights = Rights(server, self.sockets, self.close)
        factor = settings().limits_factor
        self._paces = Paces(A_SECOND_EACH * factor, AT_ONCE_EACH * factor)
        self._greetings: set[asyncio.Task[None]] = set()
        bus.controls[CLOSE] = self.close_sockets
        bus.controls[SEAT] = self.seat_staff
        server.on("connect", self.connect)
        server.on("disconnect", self.disconnect)
        for event in COMMANDS:
            server.on(event, self._asked(event))
        server.on("*", self.asked_nonsense)
        server.eio.hot[SAID] = Saying(self).heard

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in or refuse; any other exception would leave the client hanging."""
        if self.sockets.get(sid) is not None:
            return  # an event that a client called "connect"
        try:
            user, session = await sign_in(environ, auth)
            seats = await fetch("staff_seats", user.id) if user.is_staff else []
        except Refusal as refusal:
            raise Refused("UNAUTHORIZED", {"code": refusal.code}) from None
        except Exception:
            log.exception("socket.not_opened")
            raise Refused("TRY_AGAIN") from None
        factor = settings().limits_factor
        if len(self.sockets.of_user(user.id)) >= MOST_SOCKETS * factor:
            raise Refused("TOO_MANY_SOCKETS")
        pace = Pace(A_SECOND * factor, AT_ONCE * factor)
        nonsense = Pace(REFUSED_A_SECOND, MOST_REFUSED)
        socket = Socket(sid, user, session.id, pace, self._paces.of(user.id), nonsense)
        self.sockets.add(socket)
        own(self.server, sid, socket)
        await self.server.enter_room(sid, user_room(user.id))
        for seat in seats:
            await self.server.enter_room(sid, staff_room(seat["conversation_id"]))
        greeting = asyncio.create_task(self._greet(socket))
        self._greetings.add(greeting)
        greeting.add_done_callback(self._greetings.discard)

    async def _greet(self, socket: Socket) -> None:
        """`ready`, as soon as the client has been told that it is connected."""
        try:
            ready = await self.heads.ready_for(socket)
            while not self.bus.is_connected(socket.sid, NAMESPACE):
                if self.sockets.get(socket.sid) is None:
                    return
                await asyncio.sleep(0)
            await self.bus.emit_here("ready", ready, socket.sid)
            await self.presence.came(socket)
        except Exception:
            log.exception("socket.not_greeted")
            await self.server.disconnect(socket.sid)

    async def disconnect(self, sid: str, *_: Any) -> None:
        if self.bus.is_connected(sid, NAMESPACE):
            return  # an event that a client called "disconnect"
        socket = self.sockets.remove(sid)
        if socket is None:
            return
        own(self.server, sid, None)
        try:
            await self.keystrokes.gone(socket)
            await self.presence.went(socket.user.id)
        except Exception:
            log.exception("socket.not_ended")

    async def close_sockets(self, whose: dict[str, Any]) -> None:
        """Those of a user, or of some of the user's sessions: suspended, banned, signed out."""
        user_id, session_ids = UUID(whose["user_id"]), whose["session_ids"]
        code = "ACCOUNT_SUSPENDED" if session_ids is None else "UNAUTHORIZED"
        for socket in self.sockets.of_user(user_id):
            if session_ids is None or str(socket.session_id) in session_ids:
                await self.close(socket.sid, code)

    async def close(self, sid: str, code: str) -> None:
        """Say why, then cut off: who doesn't hang up by themselves is hung up on."""
        line = self.server.eio.sockets.get(self.bus.eio_sid_from_sid(sid, NAMESPACE))
        await self.bus.emit_here("closing", {"code": code}, sid)
        await self.server.disconnect(sid)
        if line is not None:
            await line.close(wait=False)

    async def seat_staff(self, seat: dict[str, Any]) -> None:
        room = staff_room(seat["conversation_id"])
        for socket in self.sockets.of_user(UUID(seat["user_id"])):
            if seat["is_in"]:
                await self.server.enter_room(socket.sid, room)
            else:
                await self.server.leave_room(socket.sid, room)

    async def close_all(self) -> None:
        for socket in self.sockets:
            await self.close(socket.sid, "TRY_AGAIN")

    def _asked(self, event: str) -> Any:
        async def asked(sid: str, *payload: Any) -> dict[str, Any] | None:
            return await self.answer(sid, COMMANDS[event], payload[0] if payload else None)

        return asked

    async def asked_nonsense(self, event: str, sid: str, *_: Any) -> dict[str, Any]:
        return await self._refuse(sid, Malformed("There is no such event", event=str(event)[:40]))

    async def answer(self, sid: str, command: Command, payload: Any) -> dict[str, Any] | None:
        """Run a command; the acknowledgement says what came of it, never why it broke."""
        socket = self.sockets.get(sid)
        if socket is None:
            return None
        try:
            socket.spend(command.cost)
            parsed = command.payload.model_validate(payload)
            answer = await command.run(Context(socket, self.keystrokes), parsed)
        except Exception as error:  # noqa: BLE001 - all of them are answered
            return await self.failed(sid, error)
        return None if answer is None else {"ok": True} | answer

    async def failed(self, sid: str, error: Exception) -> dict[str, Any]:
        """What the sender of a command is told of its end."""
        if isinstance(error, ValidationError):
            fields = {".".join(map(str, each["loc"])) or "payload": each["type"] for each in error.errors()}
            return await self._refuse(sid, Malformed("The payload is malformed", fields=fields))
        if isinstance(error, Refusal):
            return await self._refuse(sid, error)
        log.error("command.failed", kind=type(error).__name__, exc_info=error)
        return refused("INTERNAL_ERROR", "Something broke on our side")

    async def _refuse(self, sid: str, refusal: Refusal) -> dict[str, Any]:
        socket = self.sockets.get(sid)
        is_nonsense = isinstance(refusal, TooMany | Malformed)
        is_too_much = is_nonsense and socket is not None and not socket.nonsense.allows()
        if isinstance(refusal, AccountSuspended) or is_too_much:
            log.warning("socket.cut_off", code=refusal.code)
            await self.close(sid, refusal.code)
        return refused(refusal.code, refusal.message, refusal.details)

    async def look_after(self) -> None:
        """For as long as the process lives: nets under Redis, under announcements, under the network."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.rights.look_after())
            group.create_task(self._look_after())

    async def _look_after(self) -> None:
        since_heads = 0.0
        while True:
            await asyncio.sleep(TICK)
            since_heads += TICK
            due_every = heads.EVERY_WITHOUT_REDIS if self.bus.is_away else heads.EVERY
            try:
                await self.keystrokes.stop_idle()
                await self.presence.beat()
                if since_heads >= due_every:
                    since_heads = 0.0
                    self._paces.forget_full(self.sockets.user_ids())
                    await self.heads.check()
                await self.leave_if_deaf()
            except Exception:
                log.exception("node.failed")

    async def leave_if_deaf(self) -> None:
        """Redis answers and nothing comes from it: others can serve these people, this process can't (R-26)."""
        if not self.bus.is_away and self.bus.seconds_deaf() > 2 * DEAF_AFTER and len(self.sockets):
            log.error("node.deaf", sockets=len(self.sockets))
            await self.close_all()


def refused(code: str, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"ok": False, "error": {"code": code, "message": message, "details": details or {}}}
