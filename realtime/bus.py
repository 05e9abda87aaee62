"""Frames between processes: local sockets at once, all others through Redis, which may go away (R-26).

What goes through Redis is a line for each frame: its rooms, the place in a timeline that it fills, and Socket.IO's
packet as sockets get it, so that no process reads JSON that another one wrote.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson
import redis.asyncio
import structlog
from redis.exceptions import RedisError
from socketio.async_pubsub_manager import AsyncPubSubManager

from integrations.lifecycle import ended
from models.outbox import WAKE_CHANNEL
from models.wire import encode
from realtime.fast import frames
from realtime.fast.socket import MESSAGE, Socket
from realtime.seats import Seats, queue_up
from realtime.wire import Wire, packed

log = structlog.get_logger()

CHANNEL = "trustme:frames"
"""With the database's number behind it: pub/sub knows no databases."""
BEAT = 2.0
"""Seconds between signs of life; each process also listens for its own."""
DEAF_AFTER = 10.0
MOST_WAITING = 10_000
"""Frames kept for a Redis that doesn't answer yet; a frame is a hint, so the rest is forgotten."""
MOST_AT_ONCE = 2000
TOGETHER = 0.005
"""Seconds in which frames for other processes gather after the last left: publishing costs more than they do."""


class Bus(Seats, AsyncPubSubManager):  # type: ignore[misc]
    """Socket.IO's manager of rooms. Emitting never waits for Redis: a queue does, and publishes what has gathered.

    With `write_only`, a process without sockets can emit (the worker).
    """

    name = "bus"

    def __init__(self, url: str, *, write_only: bool = False) -> None:
        super().__init__(channel=CHANNEL + urlsplit(url).path, write_only=write_only, json=Wire)
        self.controls: dict[str, Callable[[Any], Awaitable[None]]] = {}
        """Events that are for the processes themselves."""
        self.row_passed: Callable[[str, int], None] = lambda _conversation, _seq: None
        self.is_away = False
        self._url = url
        self._mark = self.host_id.encode() + b"\n"
        self._waiting: list[bytes] = []
        self._something = asyncio.Event()
        self._nothing_left = asyncio.Event()
        self._heard_at = self._back_at = 0.0
        self._wakes_workers = False
        self._tasks: list[asyncio.Task[None]] = []

    def initialize(self) -> None:
        """Socket.IO would begin to listen with the first client; we begin with the process."""

    def start(self) -> None:
        self._heard_at = time.monotonic()
        self._tasks = [asyncio.create_task(self._publish_gathered())]
        if not self.write_only:
            self._tasks.append(asyncio.create_task(self._hear()))

    async def stop(self) -> None:
        """Say what is left to say, briefly, and go."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._nothing_left.wait()
        await ended(*self._tasks)

    def seconds_deaf(self) -> float:
        """For how long nothing has come from a Redis that answers, our own beats included."""
        return time.monotonic() - max(self._heard_at, self._back_at)

    def wake_workers(self) -> None:
        """A ping, with the next batch; without it they look after a second anyway."""
        self._wakes_workers = True
        self._nothing_left.clear()
        self._something.set()

    def broadcast(self, event: str, data: Any, *rooms: str, row: tuple[str, int] | None = None) -> None:
        """To everybody in the rooms, on all processes; `row` is the place in a timeline that the frame fills."""
        packet = packed(event, data)
        self._deliver(packet, rooms, row)
        place = f"{row[0]} {row[1]}" if row else ""
        self._publish_line(b"%b\t%b\t%b" % (" ".join(rooms).encode(), place.encode(), packet))

    def broadcast_here(self, event: str, data: Any, *rooms: str) -> None:
        """To the sockets of this process only."""
        self._deliver(packed(event, data), rooms, None)

    async def command(self, control: str, data: dict[str, Any]) -> None:
        """To the processes themselves, this one first."""
        self._publish_line(b"%b\t\t%b" % (control.encode(), encode(data)))
        if control in self.controls:
            await self.controls[control](data)

    async def emit_here(self, event: str, data: Any, room: str) -> None:
        self.broadcast_here(event, data, room)

    async def emit(self, event: str, data: Any, namespace: str, room: Any = None, **how: Any) -> None:
        """As python-socketio has it."""
        rooms = [room] if isinstance(room, str) else room or []
        if how.get("ignore_queue"):
            self.broadcast_here(event, data, *rooms)
        else:
            self.broadcast(event, data, *rooms)

    def _deliver(self, packet: bytes, rooms: Sequence[str], row: tuple[str, int] | None) -> None:
        if row:
            self.row_passed(*row)
        if self.write_only:
            return
        frame: bytes | None = None
        for socket in self.inside(rooms):
            if isinstance(socket, Socket):
                frame = frame or frames.text(MESSAGE + packet)
                socket.write(frame)
            else:
                queue_up(socket, packet)

    def _publish_line(self, line: bytes) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(line)
            self._nothing_left.clear()
            self._something.set()

    async def _publish_gathered(self) -> None:
        client = redis.asyncio.from_url(self._url, socket_timeout=BEAT, socket_connect_timeout=BEAT)
        published_at = 0.0
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BEAT):
                        await self._something.wait()
                await asyncio.sleep(published_at + TOGETHER - time.monotonic())
                lines = self._waiting[:MOST_AT_ONCE]
                published_at = time.monotonic()
                await self._publish_once(client, lines)
                del self._waiting[: len(lines)]
                if not self._waiting:
                    self._something.clear()
                    self._nothing_left.set()
        finally:
            await client.aclose()

    async def _publish_once(self, client: "redis.asyncio.Redis", lines: list[bytes]) -> None:
        try:
            await client.publish(self.channel, self._mark + b"\n".join(lines))
            if self._wakes_workers:
                self._wakes_workers = False
                await client.publish(WAKE_CHANNEL, b"")
        except Exception as error:  # a loop that breaks under a connection raises what it likes
            if not self.is_away:
                log.warning("bus.away", error=type(error).__name__, exc_info=_unless_expected(error))
            self.is_away = True
            await asyncio.sleep(0.1)
        else:
            if self.is_away:
                self.is_away, self._back_at = False, time.monotonic()

    async def _hear(self) -> None:
        """Listen for as long as the process lives; what was said meanwhile, heads make good."""
        while True:
            try:
                await self._hear_until_deaf()
                log.warning("bus.deaf")
            except Exception as error:  # as above
                log.warning("bus.unheard", error=type(error).__name__, exc_info=_unless_expected(error))
                await asyncio.sleep(0.5)

    async def _hear_until_deaf(self) -> None:
        client = redis.asyncio.from_url(self._url, socket_timeout=BEAT, socket_connect_timeout=BEAT)
        try:
            async with client.pubsub(ignore_subscribe_messages=True) as ear:
                await ear.subscribe(self.channel)
                listens_since = time.monotonic()
                while time.monotonic() - max(self._heard_at, listens_since) < DEAF_AFTER:
                    message = await ear.get_message(timeout=BEAT)
                    if message is not None:
                        await self._take(message["data"])
        finally:
            await client.aclose()

    async def _take(self, data: bytes) -> None:
        self._heard_at = time.monotonic()
        if data.startswith(self._mark):
            return
        _, _, lines = data.partition(b"\n")
        for line in lines.split(b"\n"):
            if not line:
                continue
            try:
                await self._take_line(line)
            except Exception:
                log.exception("bus.unreadable")

    async def _take_line(self, line: bytes) -> None:
        rooms, place, packet = line.split(b"\t", 2)
        control = self.controls.get(rooms.decode())
        if control is not None:
            await control(orjson.loads(packet))
            return
        where, _, seq = place.decode().partition(" ")
        self._deliver(packet, rooms.decode().split(" "), (where, int(seq)) if where else None)


def _unless_expected(error: Exception) -> Exception | None:
    """What a log tells whole: anything but a Redis or a network that is away."""
    return None if isinstance(error, RedisError | OSError) else error
