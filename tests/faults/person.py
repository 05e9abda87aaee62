"""Somebody in conversations, whose client behaves as ours does: an outbox, gaps healed by `sync`, any node."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks.clients import Client, connect
from tests.faults.caller import Caller

CROSSING = 0.3
"""Seconds in which rows of two nodes may still come in order."""
PATIENCE = 20
"""For an answer of a machine that has other things to do."""


class Person(Caller):
    def __init__(self, token: str, place: str, ports: list[int]) -> None:
        super().__init__(token, ports)
        self.user_id = ""
        self.place = place
        """Where this person talks."""
        self.rows: dict[str, list[dict[str, Any]]] = {}
        """Each timeline from its first row on, as far as it is whole."""
        self.notices: list[dict[str, Any]] = []
        self.acknowledged: dict[str, tuple[str, int]] = {}
        self.outbox: dict[str, tuple[str, str]] = {}
        """What is to be said, and where, until it is acknowledged."""
        self.dares: dict[str, tuple[dict[str, Any], str]] = {}
        """What must be refused, with the code, until it is."""
        self.refused: dict[str, dict[str, Any]] = {}
        self.client: Client | None = None
        self.behind = asyncio.Event()
        self._early: dict[str, dict[int, dict[str, Any]]] = {}
        self._early_notices: dict[int, dict[str, Any]] = {}

    async def live(self) -> None:
        """Stay connected somewhere, for as long as the test lets."""
        while True:
            try:
                self.client = await connect(next(self.ports), self.token, self._hear)
                self.behind.set()
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
                async with asyncio.timeout(0.5):
                    await self.behind.wait()
            if self.behind.is_set():
                self.behind.clear()
                await self._sync(client)
            for key in list(self.outbox):
                await self._send(client, key)
            for key, (said, _) in list(self.dares.items()):
                if said["client_msg_id"] in self.outbox:
                    continue  # the first of them is the right one
                await self._dare(client, key)

    async def say(self, content: str, place: str | None = None) -> str:
        key = uuid.uuid4().hex
        self.outbox[key] = (place or self.place, content)
        self.behind.set()
        return key

    def dare(self, code: str, **wrong: Any) -> None:
        """To be sent like any message, and refused; `wrong` is what differs from one that is right."""
        said = {
            "conversation_id": self.place,
            "content": "No",
            "client_msg_id": f"wrong-{uuid.uuid4().hex}",
        } | wrong
        self.dares[uuid.uuid4().hex] = (said, code)

    async def waits_for(self, place: str, subject: str, *kinds: str) -> str:
        """Until a row of one of these kinds and about this subject has come; returns which."""
        while True:
            for row in self.rows.get(place, []):
                event = row.get("event") or {}
                if event.get("kind") in kinds and subject in event.values():
                    return str(event["kind"])
            await asyncio.sleep(0.2)

    async def _ask(self, client: Client, event: str, payload: Any) -> Any:
        async with asyncio.timeout(PATIENCE):
            return await client.ask(event, payload)

    async def _send(self, client: Client, key: str) -> None:
        place, content = self.outbox[key]
        body = {"conversation_id": place, "content": content, "client_msg_id": key}
        answer = await self._ask(client, "message:send", body)
        if answer["ok"]:
            self.acknowledged[key] = (place, answer["seq"])
            del self.outbox[key]

    async def _dare(self, client: Client, key: str) -> None:
        said, code = self.dares[key]
        answer = await self._ask(client, "message:send", said)
        assert not answer["ok"], said
        if answer["error"]["code"] == code:
            self.refused[key] = said
            del self.dares[key]
        else:
            assert answer["error"]["code"] == "INTERNAL_ERROR", answer

    async def _sync(self, client: Client) -> None:
        cursors = {place: len(rows) for place, rows in self.rows.items()}
        answer = await self._ask(client, "sync", {"conversations": cursors, "notices": len(self.notices)})
        if not answer["ok"]:
            self.behind.set()
            return
        assert answer["next"] is None
        for place, entry in answer["conversations"].items():
            assert entry["reset"] == (place not in cursors)
            for row in entry["messages"]:
                self._take(place, row)
            assert len(self.rows[place]) >= entry["last_seq"]
        for notice in answer["notices"]["items"]:
            self._take_notice(notice)
        assert len(self.notices) >= answer["notices"]["last_seq"]

    def cut(self) -> None:
        """The network ends without a word."""
        if self.client is not None:
            self.client.transport.abort()

    def _hear(self, _: Client, event: str, payload: Any) -> None:
        if event == "ready":
            self.user_id = payload["user_id"]
        elif event == "message:new":
            self._take(payload["conversation_id"], payload)
            if self._early[payload["conversation_id"]]:
                self._later(lambda: any(self._early.values()))
        elif event == "notice:new":
            self._take_notice(payload)
            if self._early_notices:
                self._later(lambda: bool(self._early_notices))
        elif event == "heads" and any(head > len(self.rows.get(place, [])) for place, head in payload.items()):
            self.behind.set()

    def _later(self, is_missing: Callable[[], bool]) -> None:
        asyncio.get_running_loop().call_later(CROSSING, lambda: is_missing() and self.behind.set())

    def _take(self, place: str, row: dict[str, Any]) -> None:
        row = {"conversation_id": place} | row
        take(self._early.setdefault(place, {}), self.rows.setdefault(place, []), row)

    def _take_notice(self, notice: dict[str, Any]) -> None:
        take(self._early_notices, self.notices, notice)


def take(early: dict[int, dict[str, Any]], held: list[dict[str, Any]], row: dict[str, Any]) -> None:
    """Put a row in its place; what comes twice is the same both times."""
    early[row["seq"]] = row
    while (following := early.pop(len(held) + 1, None)) is not None:
        held.append(following)
    for seq in [seq for seq in early if seq <= len(held)]:
        again, known = early.pop(seq), held[seq - 1]
        assert again.get("id") == known.get("id"), (again, known)
