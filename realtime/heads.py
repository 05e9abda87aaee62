"""The net under frames: what moved in the database and was not heard here is told as heads (R-25, R-26)."""

import asyncio
from collections import defaultdict
from typing import Any
from uuid import UUID

from models.clock import business_now
from models.notices.access import head_of
from models.plain import stamp
from models.sql import fetch
from realtime.bus import Bus
from realtime.rooms import user_room
from realtime.sockets import Socket, Sockets

EVERY = 20.0
EVERY_WITHOUT_REDIS = 2.0
CROSSING = 0.3
"""Seconds that a frame may be under way after its commit."""
READY_WITH = 200
AT_ONCE = 500
"""People of one question."""


class Heads:
    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus = bus
        self._sockets = sockets
        self._heard: dict[str, int] = {}
        self._heard_before: dict[str, int] = {}
        """Of the stretch before the last look: so long a frame may have come before its commit was seen."""
        self._since: int | None = None
        """Whatever was committed before this moment was told by `ready`, or compared already."""
        bus.row_passed = self._hear

    def _hear(self, conversation_id: str, seq: int) -> None:
        if seq > self._heard.get(conversation_id, 0):
            self._heard[conversation_id] = seq

    async def ready_for(self, socket: Socket) -> dict[str, Any]:
        """The first frame of a socket; its room was entered before, so nothing falls between."""
        if self._since is None:
            now = await moment()
            if self._since is None:  # whoever came at the same time may have been earlier
                self._since = now
        found = await fetch("conversations_of", socket.user.id, None, None, READY_WITH + 1)
        heads = {str(row["id"]): row["last_seq"] for row in found[:READY_WITH]}
        for conversation_id, seq in heads.items():
            self._hear(conversation_id, seq)
        last_notice, _ = await head_of(socket.user.id)
        return {
            "user_id": str(socket.user.id),
            "server_time": stamp(await business_now()),
            "heads": heads,
            "notices": last_notice,
            "more": len(found) > READY_WITH,
        }

    async def check(self) -> None:
        """Compare what moved in the database since the last look, for the people here, with what was heard.

        What the database reads grows with their conversations; what it answers and what is kept, with what moved.
        """
        since, now = self._since, await moment()
        people = self._sockets.user_ids()
        if not people:
            self._since = None
            self._heard, self._heard_before = {}, {}
            return
        if since is None:
            return  # who came during this look begins with the next
        if since > now:
            since = 0  # another database, restored or taken over: everything may be new
        found = []
        for start in range(0, len(people), AT_ONCE):
            found += await fetch("heads_of", people[start : start + AT_ONCE], since)
        await self._tell(found)
        self._heard, self._heard_before = {str(row["id"]): self._known(row) for row in found}, self._heard
        self._since = now  # not before: what a look that failed didn't compare, the next one does

    async def _tell(self, found: list[dict[str, Any]]) -> None:
        behind = self._behind(found)
        if behind:
            await asyncio.sleep(CROSSING)
            behind = self._behind(behind)
        for user_id, heads in self._by_user(behind).items():
            await self._bus.emit_here("heads", heads, user_room(user_id))

    def _known(self, row: dict[str, Any]) -> int:
        """How far the people here know of a conversation, now that it was compared."""
        return max(int(row["last_seq"]), self._heard.get(str(row["id"]), 0))

    def _behind(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in found if row["last_seq"] > self._heard_of(str(row["id"]))]

    def _heard_of(self, conversation_id: str) -> int:
        return max(self._heard.get(conversation_id, 0), self._heard_before.get(conversation_id, 0))

    def _by_user(self, found: list[dict[str, Any]]) -> dict[UUID, dict[str, int]]:
        told: dict[UUID, dict[str, int]] = defaultdict(dict)
        for row in found:
            told[row["user_id"]][str(row["id"])] = row["last_seq"]
        return told


async def moment() -> int:
    """Now, as the database counts: in transactions."""
    [row] = await fetch("snapshot")
    return int(row["moment"])
