"""Somebody in one conversation, whose client behaves as ours does: an outbox, gaps healed by `sync`, any node."""

import asyncio
import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

from benchmarks.clients import Client, connect

CROSSING = 0.3
"""Seconds in which rows of two nodes may still come in order."""


class Person:
    def __init__(self, token: str, place: str, ports: Iterator[int]) -> None:
        self.token = token
        self.place = place
        self.ports = ports
        self.rows: list[dict[str, Any]] = []
        """The timeline from its first row on, as far as it is whole."""
        self.acknowledged: dict[str, int] = {}
        self.outbox: dict[str, str] = {}
        self.client: Client | None = None
        self._early: dict[int, dict[str, Any]] = {}
        self._behind = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def live(self) -> None:
        """Stay connected somewhere, for as long as the test lets."""
        while True:
            try:
                self.client = await connect(next(self.ports), self.token, self._hear)
                self._behind.set()
                await self._keep_up(self.client)
            except (OSError, TimeoutError):
                await asyncio.sleep(0.2)
            finally:
                if self.client is not None:
                    self.client.transport.abort()
                    self.client = None

    async def _keep_up(self, client: Client) -> None:
        while not client.is_lost:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._behind.wait(), 0.5)
            if self._behind.is_set():
                self._behind.clear()
                await self._sync(client)
            for key in list(self.outbox):
                await self._send(client, key)

    async def say(self, content: str) -> None:
        key = uuid.uuid4().hex
        self.outbox[key] = content
        self._behind.set()

    async def _send(self, client: Client, key: str) -> None:
        body = {"conversation_id": self.place, "content": self.outbox[key], "client_msg_id": key}
        async with asyncio.timeout(5):
            answer = await client.ask("message:send", body)
        if answer["ok"]:
            self.acknowledged[key] = answer["seq"]
            del self.outbox[key]

    async def _sync(self, client: Client) -> None:
        async with asyncio.timeout(5):
            answer = await client.ask("sync", {"conversations": {self.place: len(self.rows)}})
        if not answer["ok"]:
            self._behind.set()
            return
        entry = answer["conversations"][self.place]
        assert not entry["reset"]
        for row in entry["messages"]:
            self._take(row)
        assert len(self.rows) >= entry["last_seq"]

    def cut(self) -> None:
        """The network ends without a word."""
        if self.client is not None:
            self.client.transport.abort()

    def _hear(self, _: Client, event: str, payload: Any) -> None:
        if event == "message:new":
            self._take(payload)
            if self._early:
                later = asyncio.get_running_loop().call_later(CROSSING, self._look_for_gap)
                del later
        elif event == "heads" and payload.get(self.place, 0) > len(self.rows):
            self._behind.set()

    def _look_for_gap(self) -> None:
        if self._early:
            self._behind.set()

    def _take(self, row: dict[str, Any]) -> None:
        self._early[row["seq"]] = row
        while (following := self._early.pop(len(self.rows) + 1, None)) is not None:
            self.rows.append(following)
        for seq in [seq for seq in self._early if seq <= len(self.rows)]:
            again = self._early.pop(seq)
            assert again["id"] == self.rows[seq - 1]["id"]
