"""State + frames = state fetched afresh, by the web client's own reducers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from models.chat.access import conversation_for, messages_for
from models.chat.state import state_of
from models.chat.sync import missed_notices
from models.chat.tables import Conversation
from models.people.tables import Role, User
from models.wallet.access import balance_for
from models.wire import encode
from realtime.wire import Wire
from tests.realtime.nodes import Client, Node, People

REDUCERS = Path(__file__).parents[1] / "client" / "reduce.mjs"
ABOUT_SOCKETS = frozenset({"ready", "presence", "heads"})
"""Not the consequence of anything that anybody did."""


class Check:
    """People who are connected while something happens end where a fresh look would bring them."""

    def __init__(self, node: Node, people: People) -> None:
        self._node = node
        self._people = people
        self.told: set[str] = set()
        """The kinds of rows and notices that somebody heard of."""

    async def talk(self, opened: Conversation, doing: Callable[[], Awaitable[Any]]) -> None:
        """Both parties of a conversation."""
        readers = [await User.get(id=user_id) for user_id in (opened.client_id, opened.worker_id)]
        await self._compare(readers, opened, doing)

    async def alone(self, reader: User, opened: Conversation, doing: Callable[[], Awaitable[Any]]) -> None:
        """One party's own doing, of which the other hears nothing, not even that there was something."""
        other = await User.get(id=opened.worker_id if reader.id == opened.client_id else opened.client_id)
        await self._node.inside.publisher.idle()
        listening = await self._people.client(self._node, other)
        await self._frames_of(listening)
        listening.frames.clear()
        await self._compare([reader], opened, doing)
        assert await self._frames_of(listening) == []

    async def side(self, reader: User, opened: Conversation, doing: Callable[[], Awaitable[Any]]) -> None:
        """One party of a conversation, where the other one is shut out."""
        await self._compare([reader], opened, doing)

    async def person(self, reader: User, doing: Callable[[], Awaitable[Any]]) -> None:
        """Somebody with what concerns that person alone."""
        await self._compare([reader], None, doing)

    async def _compare(
        self, readers: list[User], opened: Conversation | None, doing: Callable[[], Awaitable[Any]]
    ) -> None:
        await self._node.inside.publisher.idle()
        clients = [await self._people.client(self._node, reader) for reader in readers]
        before = [await fetched(reader, opened) for reader in readers]
        for client in clients:
            client.frames.clear()
        await doing()
        await self._node.inside.publisher.idle()
        for reader, client, held in zip(readers, clients, before, strict=True):
            frames = await self._frames_of(client)
            reduced = await reduce(held | {"frames": frames})
            after = await fetched(reader, opened)
            assert reduced.pop("missing") is False
            for part, wanted in after.items():
                difference = different(without_place(reduced[part]), without_place(wanted))
                assert not difference, f"{reader.role}'s {part}: {difference}"

    async def _frames_of(self, client: Client) -> list[tuple[str, Any]]:
        assert (await client.ask("sync", {}))["ok"]  # whatever was sent to it before has come
        frames = [frame for frame in client.frames if frame[0] not in ABOUT_SOCKETS]
        self.told |= {row["event"]["kind"] for name, row in frames if name == "message:new" and row.get("event")}
        self.told |= {notice["kind"] for name, notice in frames if name == "notice:new"}
        return frames


async def fetched(reader: User, opened: Conversation | None) -> dict[str, Any]:
    """What a client that asks now would hold, as it comes over the wire."""
    held: dict[str, Any] = {"notices": (await missed_notices(reader.id, 0))["items"]}
    if reader.role == Role.WORKER:
        held["wallet"] = await balance_for(reader.id)
    if opened is not None:
        seat = await conversation_for(reader, opened.id)
        held["rows"], _ = await messages_for(seat, limit=100)
        held["conversation"] = await state_of(seat)
    found: dict[str, Any] = Wire.loads(encode(held))
    return found


def without_place(held: Any) -> Any:
    """A frame says of which conversation it is; a list that one asked for needn't."""
    if not isinstance(held, list):
        return held
    return {
        str(row["seq"]): {name: value for name, value in row.items() if name != "conversation_id"} for row in held
    }


async def reduce(story: dict[str, Any]) -> Any:
    node, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        node, REDUCERS, **dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
    )
    out, err = await process.communicate(json.dumps(story).encode())
    assert process.returncode == 0, err.decode()
    return json.loads(out)


def different(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What a failure has to show: only the keys that disagree, as (reduced, fetched)."""
    keys = found.keys() | wanted.keys()
    return {key: (found.get(key), wanted.get(key)) for key in keys if found.get(key) != wanted.get(key)}
