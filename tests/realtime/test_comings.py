"""Comings and goings that are easily missed are told all the same."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from models.people.tables import User
from realtime import presence
from tests import build_chat
from tests.realtime.nodes import Node, People, until
from tests.realtime.test_presence import quiet, until_known

pytestmark = pytest.mark.req("CHAT-02")


async def test_who_comes_with_two_pages_at_once_is_told_of_once(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    worker, unheld = await User.get(id=opened.worker_id), node.inside.heads.ready_for

    async def ready_for(socket: Any) -> Any:
        await until(lambda: len(node.inside.sockets.of_user(worker.id)) == 2)
        return await unheld(socket)

    monkeypatch.setattr(node.inside.heads, "ready_for", ready_for)
    pages = await asyncio.gather(people.client(node, worker), people.client(node, worker))
    for page in pages:
        await page.hears("presence")
    await quiet(at_clients)
    assert [one["online"] for one in at_clients.heard["presence"]] == [True]


async def test_who_leaves_while_the_database_is_away_is_told_of_later(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    at_workers = await people.client(node, await User.get(id=opened.worker_id))
    await at_clients.hears("presence")
    await at_workers.hears("presence")
    unbroken, broke = presence.neighbours_of, asyncio.Event()

    async def neighbours_of(user_id: UUID) -> Any:
        if not broke.is_set():
            broke.set()
            raise ConnectionError
        return await unbroken(user_id)

    monkeypatch.setattr(presence, "neighbours_of", neighbours_of)
    monkeypatch.setattr(presence, "GRACE", 0.0)
    await at_workers.socket.disconnect()
    await at_clients.hears("presence", where=lambda one: not one["online"])
    assert broke.is_set()


async def test_who_is_nowhere_once_a_process_has_stopped_is_told_of(
    node: Node, far: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "GRACE", 0.0)
    monkeypatch.setattr(presence, "SETTLED_AFTER", 0.0)
    opened = await build_chat.conversation()
    stays, goes = [await User.get(id=person) for person in (opened.client_id, opened.worker_id)]
    at_clients = await people.client(node, stays)
    await until_known(node, far)
    await people.client(far, goes)
    await at_clients.hears("presence")
    stopping = far.inside.presence
    stopping._beat_at = float("inf")
    await stopping.leave()
    await node.inside.presence._say_we_live()
    assert [one["online"] for one in await at_clients.hears("presence", 2)] == [True, False]
