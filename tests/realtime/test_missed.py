"""Frames are hints: what was missed is made good by cursors, heads and polling."""

import asyncio
from typing import Any

import asyncpg
import pytest

from models.chat.tables import Conversation, Message
from models.db import transaction
from models.people.tables import User
from models.sql import fetch
from ops.embedded import Redis
from realtime import heads
from tests import a, build_chat
from tests.api import Api
from tests.realtime.nodes import Node, People, until


def seqs(rows) -> list[int]:
    return [row["seq"] for row in rows]


@pytest.mark.req("R-25", "CHAT-02")
async def test_who_comes_back_gets_everything_in_order(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    away = await people.client(node, client)
    await build_chat.says(opened.worker_id, opened, "uno")
    await away.hears("message:new", where=lambda row: row["seq"] == 4)
    await away.socket.disconnect()
    for content in ("dos", "tres"):
        await build_chat.says(opened.worker_id, opened, content)

    back = await people.client(node, client)
    [ready] = await back.hears("ready")
    assert ready["heads"][str(opened.id)] == 6
    answer = await back.ask("sync", {"conversations": {str(opened.id): 4}, "notices": ready["notices"]})
    entry = answer["conversations"][str(opened.id)]
    assert (seqs(entry["messages"]), entry["reset"], entry["last_seq"]) == ([5, 6], False, 6)
    assert (answer["ok"], answer["next"], answer["notices"]["items"]) == (True, None, [])


@pytest.mark.req("CHAT-03")
async def test_polling_gives_the_same_facts(node: Node, people: People, api: Api) -> None:
    opened = await build_chat.conversation()
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    listening = await people.client(node, worker)
    await build_chat.says(worker.id, opened, "Buenas tardes")
    await build_chat.says(client.id, opened, "Sí")
    frames = await listening.hears("message:new", 3, where=lambda row: row["seq"] > 1)
    polled = (await api.get(f"/api/conversations/{opened.id}/messages?after=1", as_=worker)).data["items"]
    assert polled == frames
    over_http = (await api.post("/api/sync", {"conversations": {str(opened.id): 1}}, as_=worker)).data
    over_socket = await listening.ask("sync", {"conversations": {str(opened.id): 1}})
    assert over_socket == {"ok": True} | over_http


@pytest.mark.req("R-25", "R-26")
async def test_a_row_that_nobody_announced_is_told_as_a_head(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    listening = await people.client(node, client)
    bystander = await people.client(node, await a.client())
    await node.inside.heads.check()
    assert not listening.heard["heads"]

    await unannounced(opened, 4)
    await node.inside.heads.check()
    assert await listening.hears("heads") == [{str(opened.id): 4}]
    await node.inside.heads.check()
    assert len(listening.heard["heads"]) == 1
    assert not bystander.heard["heads"]


@pytest.mark.req("R-25", "R-26")
async def test_who_comes_while_a_look_begins_is_looked_after(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    unheld, asked, held = heads.moment, asyncio.Event(), asyncio.Event()

    async def moment() -> int:
        if not asked.is_set():
            asked.set()
            await held.wait()
        return await unheld()

    monkeypatch.setattr(heads, "moment", moment)
    look = asyncio.create_task(node.inside.heads.check())
    await asked.wait()
    opened = await build_chat.conversation(revealed=True)
    listening = await people.client(node, await User.get(id=opened.client_id))
    held.set()
    await look
    await unannounced(opened, 4)
    await node.inside.heads.check()
    assert await listening.hears("heads") == [{str(opened.id): 4}]


@pytest.mark.req("R-25", "R-26")
async def test_what_a_look_that_fails_did_not_compare_the_next_one_does(
    database: str, node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation(revealed=True)
    listening = await people.client(node, await User.get(id=opened.client_id))
    await node.inside.heads.check()
    await unannounced(opened, 4)
    await so_many_transactions_later(database, 1100)  # more than a look reads again anyway

    async def fetch(name: str, *given: Any) -> Any:
        if name == "heads_of":
            raise ConnectionError(name)
        return await unbroken(name, *given)

    unbroken = heads.fetch
    monkeypatch.setattr(heads, "fetch", fetch)
    with pytest.raises(ConnectionError):
        await node.inside.heads.check()
    monkeypatch.setattr(heads, "fetch", unbroken)
    await node.inside.heads.check()
    assert await listening.hears("heads") == [{str(opened.id): 4}]


async def so_many_transactions_later(database: str, count: int) -> None:
    busy = await asyncpg.connect(database)
    each = "PERFORM pg_current_xact_id(); COMMIT;"
    await busy.execute(f"DO $$ BEGIN FOR i IN 1..{count} LOOP {each} END LOOP; END $$")
    await busy.close()


async def unannounced(opened: Conversation, seq: int) -> None:
    """A row as if its process had died between its commit and its announcement."""
    async with transaction():
        await Message.create(
            conversation_id=opened.id,
            seq=seq,
            sender_id=opened.worker_id,
            message_type="text",
            content="x",
            created_at=opened.created_at,
        )
        await Conversation.filter(id=opened.id).update(last_seq=seq)


@pytest.mark.req("R-25")
async def test_a_look_sees_what_was_committed_late_however_it_is_dated(
    database: str, node: Node, people: People
) -> None:
    opened = await build_chat.conversation(revealed=True)
    listening = await people.client(node, await User.get(id=opened.client_id))
    slow = await asyncpg.connect(database)
    try:
        async with slow.transaction():  # begins before the look and ends after it, and no column says so
            await slow.execute("UPDATE conversations SET last_seq = 4 WHERE id = $1", opened.id)
            await node.inside.heads.check()
    finally:
        await slow.close()
    for _ in range(3):
        await node.inside.heads.check()
    assert (await listening.ask("sync", {}))["ok"]
    assert listening.heard["heads"] == [{str(opened.id): 4}]


@pytest.mark.req("R-25")
async def test_a_look_answers_with_what_moved_and_nothing_else(node: Node, people: People) -> None:
    still, moved = [await build_chat.conversation(revealed=True) for _ in range(2)]
    listening = [await people.client(node, await User.get(id=one.client_id)) for one in (still, moved)]
    await node.inside.heads.check()
    since = await heads.moment()
    await unannounced(moved, 4)
    found = await fetch("heads_of", [still.client_id, moved.client_id], since + 1000)
    assert [row["id"] for row in found] == [moved.id]
    await node.inside.heads.check()
    assert await listening[1].hears("heads") == [{str(moved.id): 4}]
    assert not listening[0].heard["heads"]


@pytest.mark.req("R-26")
async def test_without_redis_people_stay_send_and_hear(
    own_redis: Redis, node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "EVERY_WITHOUT_REDIS", 0.5)
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    at_clients, at_workers = await people.client(node, client), await people.client(node, worker)
    own_redis.stop()
    await until(lambda: node.inside.bus.is_away)

    sent = {"conversation_id": str(opened.id), "client_msg_id": "k1", "content": "¿Me oye?"}
    async with asyncio.timeout(2):
        ack = await at_workers.ask("message:send", sent)
    assert ack["ok"]
    await at_clients.hears("message:new", where=lambda row: row["seq"] == ack["seq"])
    await unannounced(opened, 5)
    await at_clients.hears("heads", where=lambda told: told[str(opened.id)] == 5)

    own_redis.start()
    await until(lambda: not node.inside.bus.is_away and node.inside.bus.seconds_deaf() < 3)
    assert at_clients.socket.connected
    assert at_workers.socket.connected


@pytest.mark.req("R-26")
async def test_a_process_that_is_deaf_while_redis_answers_lets_its_people_go(node: Node, people: People) -> None:
    listening = await people.client(node, await a.client())
    await node.inside.leave_if_deaf()
    assert listening.socket.connected
    node.inside.bus._heard_at -= 60
    node.inside.bus._tasks[1].cancel()
    await node.inside.leave_if_deaf()
    await listening.closes()
