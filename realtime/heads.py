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


class Heads:
    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus = bus
        self._sockets = sockets
        self._heard: dict[str, int] = {}
        bus.row_passed = self._hear

    def _hear(self, conversation_id: str, seq: int) -> None:
        if seq > self._heard.get(conversation_id, 0):
            self._heard[conversation_id] = seq

    async def ready_for(self, socket: Socket) -> dict[str, Any]:
        """The first frame of a socket; its room was entered before, so nothing falls between."""
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
        """Compare, in one query, what the people here have in the database with what was heard."""
        if not len(self._sockets):
            self._heard.clear()
            return
        found = await fetch("heads_of", self._sockets.user_ids())
        behind = self._behind(found)
        if behind:
            await asyncio.sleep(CROSSING)
            behind = self._behind(behind)
        for user_id, heads in self._by_user(behind).items():
            await self._bus.emit_here("heads", heads, user_room(user_id))
        self._heard = {str(row["id"]): max(row["last_seq"], self._heard.get(str(row["id"]), 0)) for row in found}

    def _behind(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in found if row["last_seq"] > self._heard.get(str(row["id"]), 0)]

    def _by_user(self, found: list[dict[str, Any]]) -> dict[UUID, dict[str, int]]:
        told: dict[UUID, dict[str, int]] = defaultdict(dict)
        for row in found:
            told[row["user_id"]][str(row["id"])] = row["last_seq"]
        return told
