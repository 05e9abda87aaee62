"""State + frames = state fetched afresh, by the web client's own reducers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from models.chat.access import conversation_for, messages_for
from models.chat.state import state_of
from models.chat.tables import Conversation
from models.people.tables import User
from models.wire import encode
from realtime.wire import Wire
from tests.realtime.nodes import Node, People

REDUCERS = Path(__file__).parents[1] / "client" / "reduce.mjs"


async def verify_frames(
    node: Node, people: People, opened: Conversation, doing: Callable[[], Awaitable[Any]]
) -> None:
    """Both parties, connected while `doing` runs, end where a fresh look would bring them."""
    readers = [await User.get(id=user_id) for user_id in (opened.client_id, opened.worker_id)]
    await node.inside.publisher.idle()
    clients = [await people.client(node, reader) for reader in readers]
    before = [await fetched(reader, opened) for reader in readers]
    for client in clients:
        client.frames.clear()
    await doing()
    await node.inside.publisher.idle()
    for reader, client, (state, rows) in zip(readers, clients, before, strict=True):
        assert (await client.ask("sync", {}))["ok"]  # whatever was sent to it before has come
        frames = [frame for frame in client.frames if frame[0] not in {"ready", "presence"}]
        after, rows_after = await fetched(reader, opened)
        reduced = await reduce({"conversation": state, "rows": rows, "frames": frames})
        difference = different(reduced["conversation"], after)
        assert difference == {}, f"{reader.role}: {difference}"
        assert [without_place(row) for row in reduced["rows"]] == [without_place(row) for row in rows_after]
        assert reduced["missing"] is False


async def fetched(reader: User, opened: Conversation) -> tuple[Any, Any]:
    seat = await conversation_for(reader, opened.id)
    rows, _ = await messages_for(seat, limit=100)
    found: tuple[Any, Any] = Wire.loads(encode([await state_of(seat), rows]))
    return found


def without_place(row: dict[str, Any]) -> dict[str, Any]:
    """A frame says of which conversation it is; a list that one asked for needn't."""
    return {name: value for name, value in row.items() if name != "conversation_id"}


async def reduce(story: dict[str, Any]) -> Any:
    node, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        node, REDUCERS, **dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
    )
    out, err = await process.communicate(json.dumps(story).encode())
    assert process.returncode == 0, err.decode()
    return json.loads(out)


def different(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What a failure has to show: only the keys that disagree."""
    keys = found.keys() | wanted.keys()
    return {key: (found.get(key), wanted.get(key)) for key in keys if found.get(key) != wanted.get(key)}
