"""Who is connected, told only to people who share a conversation; over by itself when a process dies.

Redis holds, for each process, the set of its people, and when each process last gave a sign of life. So staying
connected costs nothing per person, and whoever notices a dead process says that its people left.
"""

import asyncio
import time
from collections.abc import Awaitable, Iterable
from typing import Any
from uuid import UUID

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from integrations.presence import DEAD_AFTER, NODES
from integrations.presence import people_of as _people_of
from models.gathered import Gathered
from models.sql import fetch
from realtime.bus import Bus
from realtime.rooms import NAMESPACE, user_room
from realtime.sockets import Socket, Sockets
from settings import settings

log = structlog.get_logger()

BEAT = 5.0
GRACE = 3.0
"""Seconds in which a reload of the page is no leaving."""
SETTLED_AFTER = 2 * BEAT
"""Seconds of signs of life before one speaks for the dead: after an outage all the living say so first."""
MOST_NEIGHBOURS = 200
TOGETHER = 100


class Presence:
    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus = bus
        self._sockets = sockets
        self._me = bus.host_id
        self._redis = redis.asyncio.from_url(
            settings().redis_url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True
        )
        self._mark_as_here = Gathered(self._mark_all_as_here)
        self._ask_elsewhere = Gathered(self._ask_elsewhere_for_all)
        """A crowd that connects costs Redis a few round trips, not a few for each."""
        self._beat_at = 0.0
        self._lived_at = self._lives_since = float("-inf")
        """The last sign of life that arrived, and the first since which none was missing for long."""
        self._is_forgotten = False
        self._leaving: dict[UUID, float] = {}
        self._told: set[UUID] = set()
        """Of whom the neighbours have heard that they are here."""

    async def came(self, socket: Socket) -> None:
        """Tell the neighbours who are here, and tell the newcomer who they are."""
        user_id = socket.user.id
        self._leaving.pop(user_id, None)
        neighbours = await neighbours_of(user_id)
        await self._safely(self._mark_as_here(user_id))
        online = await self._online({neighbour["user_id"] for neighbour in neighbours})
        is_new = user_id not in self._told  # not before: somebody's pages may come together
        self._told.add(user_id)
        for neighbour in neighbours:
            if neighbour["user_id"] in online:
                here = _frame(neighbour["conversation_id"], neighbour["user_id"], is_online=True)
                await self._bus.emit_here("presence", here, socket.sid)
                if is_new:
                    await self._tell(neighbour, user_id, is_online=True)
        await self.went(user_id)

    async def went(self, user_id: UUID) -> None:
        """Their last socket; also asked once they have been told of: they may have left meanwhile."""
        if not self._sockets.has(user_id):
            self._leaving[user_id] = time.monotonic()

    async def beat(self) -> None:
        """Every few ticks: say that we live, and speak for the dead; every tick: let those go who have left."""
        now = time.monotonic()
        if now - self._beat_at >= BEAT:
            self._beat_at = now
            await self._safely(self._say_we_live())
        gone = {user_id: since for user_id, since in self._leaving.items() if now - since >= GRACE}
        await self._let_go([user_id for user_id in gone if not self._sockets.has(user_id)])
        for user_id, since in gone.items():  # not before: of whom nobody could be told, the next tick tells
            if self._leaving.get(user_id) == since:
                del self._leaving[user_id]

    async def leave(self) -> None:
        """This process stops on purpose: another one tells of those who haven't come back elsewhere by then."""
        await self._safely(self._say_who_is_here(time.time() - DEAD_AFTER + GRACE))
        await self._redis.aclose()

    async def _say_who_is_here(self, at: float) -> tuple[bool, list[str]]:
        """As of a moment; whether Redis didn't know of us, and the processes that are dead."""
        people = [str(user_id) for user_id in {*self._sockets.user_ids(), *self._leaving}]
        async with self._redis.pipeline() as pipe:
            pipe.zadd(NODES, {self._me: at})
            # Anew: a Redis that lost its memory learns who is here, one that was away who left meanwhile.
            pipe.delete(_people_of(self._me))
            if people:
                pipe.sadd(_people_of(self._me), *people)
            pipe.expire(_people_of(self._me), 3600)
            pipe.zrangebyscore(NODES, "-inf", time.time() - DEAD_AFTER)
            is_added, *_, dead = await pipe.execute()
        return bool(is_added), dead

    async def _say_we_live(self) -> None:
        is_added, dead = await self._say_who_is_here(time.time())
        lived_at, self._lived_at = self._lived_at, time.monotonic()
        if self._lived_at - lived_at > DEAD_AFTER:
            self._lives_since = self._lived_at
        await self._come_back(is_forgotten=is_added and lived_at > float("-inf"))
        if self._lived_at - self._lives_since < SETTLED_AFTER:
            return
        for node in dead:
            # Only one process gets to remove it, and speaks for it.
            if await self._redis.zrem(NODES, node):
                await self._bury(node)

    async def _come_back(self, *, is_forgotten: bool) -> None:
        """Somebody took us for dead, or Redis lost its memory: our people may have been said to have left."""
        self._is_forgotten |= is_forgotten
        if self._is_forgotten:
            await self._tell_all(self._sockets.user_ids(), is_online=True)
            self._is_forgotten = False

    async def _bury(self, node: str) -> None:
        people = await self._redis.smembers(_people_of(node))
        await self._redis.delete(_people_of(node))
        log.warning("presence.node_died", people=len(people))
        await self._tell_all([UUID(str(person)) for person in people], is_online=False)

    async def _let_go(self, people: list[UUID]) -> None:
        if people:
            self._told.difference_update(people)
            await self._safely(self._redis.srem(_people_of(self._me), *map(str, people)))
            await self._tell_all(people, is_online=False)

    async def _tell_all(self, people: list[UUID], *, is_online: bool) -> None:
        """A crowd that comes or goes together is looked up together."""
        for start in range(0, len(people), TOGETHER):
            group = people[start : start + TOGETHER]
            await asyncio.gather(*(self._tell_neighbours(user_id, is_online=is_online) for user_id in group))

    async def _tell_neighbours(self, user_id: UUID, *, is_online: bool) -> None:
        """Unless it is not so: they may be elsewhere, or gone meanwhile."""
        if is_online != (user_id in await self._online({user_id})):
            return
        neighbours = await neighbours_of(user_id)
        online = await self._online({neighbour["user_id"] for neighbour in neighbours})
        for neighbour in neighbours:
            if neighbour["user_id"] in online:
                await self._tell(neighbour, user_id, is_online=is_online)

    async def _tell(self, neighbour: dict[str, Any], user_id: UUID, *, is_online: bool) -> None:
        frame = _frame(neighbour["conversation_id"], user_id, is_online=is_online)
        await self._bus.emit("presence", frame, namespace=NAMESPACE, room=user_room(neighbour["user_id"]))

    async def _online(self, people: Iterable[UUID]) -> set[UUID]:
        """Those of `people` who are connected anywhere, as far as is known."""
        asked = list(people)
        here = {user_id for user_id in asked if self._sockets.has(user_id)}
        elsewhere = await self._safely(self._ask_elsewhere(asked)) if asked else None
        return here | (elsewhere or set())

    async def _mark_all_as_here(self, people: list[UUID]) -> list[None]:
        await self._redis.sadd(_people_of(self._me), *map(str, people))
        return [None] * len(people)

    async def _ask_elsewhere_for_all(self, asked: list[list[UUID]]) -> list[set[UUID]]:
        online = await self._online_elsewhere(list({person for each in asked for person in each}))
        return [online.intersection(each) for each in asked]

    async def _online_elsewhere(self, asked: list[UUID]) -> set[UUID]:
        nodes = await self._redis.zrangebyscore(NODES, time.time() - DEAD_AFTER, "+inf")
        others = [str(node) for node in nodes if node != self._me]
        if not others:
            return set()
        async with self._redis.pipeline(transaction=False) as pipe:
            for node in others:
                pipe.smismember(_people_of(node), [str(user_id) for user_id in asked])
            answers = await pipe.execute()
        return {user_id for answer in answers for user_id, there in zip(asked, answer, strict=True) if there}

    async def _safely(self, doing: Awaitable[Any]) -> Any:
        """Presence is a nicety: without Redis it covers this process alone."""
        try:
            return await doing
        except (RedisError, OSError):
            return None


async def neighbours_of(user_id: UUID) -> list[dict[str, Any]]:
    """The others in a person's newest open conversations: not deleted, put aside, or refunded."""
    return await _gathered_neighbours(user_id)


async def _neighbours_of_all(user_ids: list[UUID]) -> list[list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {user_id: [] for user_id in user_ids}
    for row in await fetch("neighbours_of", list(found), MOST_NEIGHBOURS):
        found[row["asked_id"]].append(row)
    return [found[user_id] for user_id in user_ids]


_gathered_neighbours = Gathered(_neighbours_of_all)


def _frame(conversation_id: UUID, user_id: UUID, *, is_online: bool) -> dict[str, Any]:
    return {"conversation_id": str(conversation_id), "user_id": str(user_id), "online": is_online}
