"""What a frame needs from the database first (counts, states, balances): gathered, looked up together, told.

A process without sockets, the worker, hands the question to those that have them: who isn't there costs nothing.
"""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import structlog

from integrations.lifecycle import ended
from models.chat import summaries
from models.wallet.access import balance_for
from realtime.bus import Bus
from realtime.rooms import user_room

log = structlog.get_logger()

LOOK = "$look"
"""Told to processes, not to people: look this up for those of your people whom it concerns."""


class Lookups:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._brief: dict[UUID, set[UUID] | None] = {}
        """Of each conversation for whom; `None` for everybody in it."""
        self._whole: dict[UUID, bool] = {}
        self._wallets: set[UUID] = set()
        self._here: dict[UUID, bool] = {}
        """As `_whole`, asked by another process: for the people of this one only."""
        self._told: dict[UUID, int] = {}
        """How far the lists were told of conversations since the last look: an older look doesn't take it back."""
        self._read: set[UUID] = set()
        """Where somebody has read on since then; what was looked up may not know it."""
        self._gathered = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task = asyncio.create_task(self._tell_gathered())
        if not bus.write_only:
            bus.controls[LOOK] = self.asked

    async def stop(self) -> None:
        """Tell what was gathered, briefly, and go."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.idle()
        await ended(self._task)

    async def idle(self) -> None:
        """Until everything that was gathered has been told."""
        await self._idle.wait()

    def counts(self, conversation_id: UUID, *, only: UUID | None = None) -> None:
        """For all its people, or `only` the one who alone may know that something changed."""
        held = self._brief.get(conversation_id, set())
        self._brief[conversation_id] = None if only is None or held is None else held | {only}

    def state(self, conversation_id: UUID, *, reveals: bool = False) -> None:
        """The whole of it, for each of its people; with the contact where that was just revealed."""
        self._whole[conversation_id] = reveals or self._whole.get(conversation_id, False)

    def wallet(self, worker_id: UUID) -> None:
        self._wallets.add(worker_id)

    def was_told(self, conversation_id: UUID, seq: int) -> None:
        self._told[conversation_id] = seq

    def was_read(self, conversation_id: UUID) -> None:
        self._read.add(conversation_id)

    async def asked(self, by_another: dict[str, Any]) -> None:
        for key, reveals in by_another["states"].items():
            self._here[UUID(key)] = reveals or self._here.get(UUID(key), False)
        self._wallets |= {UUID(key) for key in by_another["wallets"] if self._is_here(UUID(key))}
        self.go()

    def go(self) -> None:
        """Look, if there is something to look up."""
        if self._brief or self._whole or self._wallets or self._here:
            self._idle.clear()
            self._gathered.set()

    def _is_here(self, user_id: UUID) -> bool:
        return bool(self._bus.inside([user_room(user_id)]))

    async def _tell_gathered(self) -> None:
        """One look for everything that gathered during the last one."""
        while True:
            await self._gathered.wait()
            self._gathered.clear()
            whole, here, wallets = self._whole, self._here, self._wallets
            brief = {key: people for key, people in self._brief.items() if key not in whole}
            self._brief, self._whole, self._here, self._wallets = {}, {}, {}, set()
            try:
                if self._bus.write_only:
                    await self._ask_others(whole | dict.fromkeys(brief, False), wallets)
                else:
                    await self._tell(brief, whole, here, wallets)
            except Exception:
                log.exception("announcement.failed")
            if not self._gathered.is_set():
                self._idle.set()

    async def _ask_others(self, states: dict[UUID, bool], wallets: set[UUID]) -> None:
        question = {
            "states": {str(key): reveals for key, reveals in states.items()},
            "wallets": list(map(str, wallets)),
        }
        await self._bus.command(LOOK, question)

    async def _tell(
        self,
        brief: dict[UUID, set[UUID] | None],
        whole: dict[UUID, bool],
        here: dict[UUID, bool],
        wallets: set[UUID],
    ) -> None:
        self._told.clear()
        self._read.clear()
        for user_id, state in await summaries.brief(list(brief)) if brief else []:
            people = brief[UUID(state["id"])]
            if people is None or user_id in people:
                self._tell_one(user_id, state, whole)
        for user_id, state in await summaries.whole(whole):
            self._tell_one(user_id, state, whole)
        for user_id, state in await summaries.whole(here, self._is_here):
            if self._is_news(state):
                self._bus.broadcast_here("conversation:updated", state, user_room(user_id))
            else:
                self._here[UUID(state["id"])] = here[UUID(state["id"])]
                self._gathered.set()
        for worker_id in wallets:
            self._bus.broadcast("wallet:updated", await balance_for(worker_id), user_room(worker_id))

    def _tell_one(self, user_id: UUID, state: dict[str, Any], whole: dict[UUID, bool]) -> None:
        if self._is_news(state):
            self._bus.broadcast("conversation:updated", state, user_room(user_id))
        elif (seen := UUID(state["id"])) in whole:
            self.state(seen, reveals=whole[seen])
            self._gathered.set()

    def _is_news(self, state: dict[str, Any]) -> bool:
        """Whether the lists know nothing yet that this look didn't see."""
        seen = UUID(state["id"])
        return self._told.get(seen, 0) <= state["last_seq"] and seen not in self._read
