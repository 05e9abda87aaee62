"""How far each has read."""

import asyncio

import pytest

from models.chat.access import conversation_for
from models.chat.archive import archive, unarchive
from models.chat.read import CursorMoved, read
from models.chat.state import state_of
from models.db import spread_by
from models.errors import NotFound
from models.people.tables import User
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("CHAT-14", "C33")
async def test_a_cursor_moves_forward_only_and_never_past_the_end() -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    heard = []

    async def listen(facts) -> None:
        heard.extend(facts)

    stop = spread_by(listen)
    try:
        assert (await read(worker, opened.id, 2)).last_read_seq == 2
        assert (await read(worker, opened.id, 1)).last_read_seq == 2
        assert (await read(worker, opened.id, 999)).last_read_seq == opened.last_seq
    finally:
        stop()
    assert [fact.last_read_seq for fact in heard if isinstance(fact, CursorMoved)] == [2, opened.last_seq]


@pytest.mark.req("CHAT-14", "R-22")
async def test_unread_is_what_others_wrote_behind_the_cursor() -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    await read(client, opened.id, opened.last_seq)
    for content in ("uno", "dos"):
        await build_chat.says(opened.worker_id, opened, content)
    await build_chat.says(opened.client_id, opened, "mío")

    async def unread() -> int:
        return (await state_of(await conversation_for(client, opened.id)))["unread_count"]

    assert await unread() == 2
    await read(client, opened.id, opened.last_seq + 1)
    assert await unread() == 1


async def test_a_stranger_reads_nothing() -> None:
    opened = await build_chat.conversation()
    with pytest.raises(NotFound):
        await read(await a.worker(), opened.id, 1)


async def test_two_devices_at_once_leave_the_farther_one() -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    await asyncio.gather(*(read(worker, opened.id, seq) for seq in (1, 3, 2, 3, 1)))
    assert (await read(worker, opened.id, 0)).last_read_seq == 3


@pytest.mark.req("CHAT-16")
async def test_put_aside_by_one_until_something_happens() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)

    async def status(who: User) -> str:
        return (await state_of(await conversation_for(who, opened.id)))["status"]

    await archive(client, opened.id)
    assert (await status(client), await status(worker)) == ("archived", "active")
    await unarchive(client, opened.id)
    assert await status(client) == "active"
    await archive(client, opened.id)
    seen = (await build_chat.says(worker.id, opened)).seq
    assert await status(client) == "active"
    await archive(client, opened.id, seen - 1)  # asked without a network, before the news
    assert await status(client) == "active"
    await archive(client, opened.id, seen + 9)
    assert await status(client) == "archived"
    await build_chat.says(worker.id, opened)
    assert await status(client) == "active"
    with pytest.raises(NotFound):
        await archive(await a.client(), opened.id)
