"""Messages that wait for somebody who is away: a push at once, and only one."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from models.chat.delete import delete
from models.chat.tables import Conversation
from models.clock import real_now
from models.engine_tables import OutboxRow
from models.people.tables import User
from models.push import tell_absent as telling
from models.push import watch as watching
from models.push.tables import UnreadWatch
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch
from models.sql import fetch
from tasks.outbox import drain
from tasks.unread import look_for_news, tell_who_is_away
from tests import a, build_chat
from tests.outside import Outside
from tests.rows import events
from tests.tasks.away import LATER, SOON, browser_of, dated, look, look_back, mails, read_all

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("CHAT-02", "R-17")
async def test_what_is_said_at_once_is_one_push_to_who_is_away_and_none_to_who_said_it(
    talk: Conversation, outside: Outside
) -> None:
    reader, writer = [await browser_of(person, outside) for person in (talk.client_id, talk.worker_id)]
    for words in ("Buenas", "¿Está en casa?", "Ya voy   para\nallá"):
        await build_chat.says(talk.worker_id, talk, words)
    assert await look(timedelta(0)) == (0, 0), "whoever looks at it reads it first"
    assert await look() == (1, 0)
    assert await look() == (0, 0)
    [push] = await outside.pushes(reader)
    worker = await User.get(id=talk.worker_id)
    assert push["payload"] == {
        "title": f"{worker.full_name} · Fuga en el baño",
        "body": "Ya voy para allá",
        "tag": f"conversation:{talk.id}",
        "url": f"/conversations/{talk.id}",
        "lang": "es-MX",
    }
    assert await outside.pushes(writer) == []


async def test_a_phone_rings_again_for_the_same_conversation_after_half_a_minute(
    talk: Conversation, outside: Outside
) -> None:
    await browser_of(talk.client_id, outside)
    told = []
    for after in (3, 8, 40, 41):
        if after < 40:
            await build_chat.says(talk.worker_id, talk)
        told.append((await look(timedelta(seconds=after)))[0])
    assert told == [1, 0, 1, 0]


async def test_what_was_read_or_seen_on_a_socket_is_not_pushed(talk: Conversation, outside: Outside) -> None:
    browser = await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk)
    assert await look(present={talk.client_id}) == (0, 0)
    assert await look(timedelta(seconds=9)) == (1, 0), "the socket had died without a word"
    await build_chat.says(talk.worker_id, talk, "Otra cosa")
    await read_all(talk)
    assert await look(LATER) == (0, 0)
    assert len(await outside.pushes(browser)) == 1
    assert not await UnreadWatch.filter(look_at__not_isnull=True).exists()


async def test_what_was_read_between_the_order_and_the_push_stays_unsaid(
    talk: Conversation, outside: Outside
) -> None:
    browser = await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk)
    now = real_now() + LATER
    await watch(now)
    assert await tell_absent(list(await due(now)), (), now) == (1, 1)
    await read_all(talk)
    await drain()
    assert await outside.pushes(browser) == []
    assert await mails(talk.client_id, outside) == []


@pytest.mark.req("R-02", "R-03")
async def test_a_handyman_is_pushed_a_first_name_and_no_way_around_us(outside: Outside) -> None:
    client = await a.client(full_name="Canariana Apellidosecreto")
    opened = await build_chat.conversation(client=client)
    await build_chat.says(client.id, opened, "Le mando mi cel: 55 1234 5678, o ana@example.com")
    browser = await browser_of(opened.worker_id, outside)
    assert await look() == (1, 0)
    [push] = await outside.pushes(browser)
    assert push["payload"]["title"] == "Canariana · Fuga en el baño"
    assert push["payload"]["body"] == "Te escribió un mensaje"


async def test_a_long_text_is_cut_and_what_happened_is_news(outside: Outside) -> None:
    opened = await build_chat.conversation()
    browser = await browser_of(opened.client_id, outside)
    await look()
    assert [push["payload"]["body"] for push in await outside.pushes(browser)] == [
        "Hay novedades en la conversación"
    ]
    await build_chat.says(opened.worker_id, opened, "muy " * 300)
    await look(timedelta(seconds=40))
    newest, _ = await outside.pushes(browser)
    assert len(newest["payload"]["body"]) <= 140
    assert newest["payload"]["body"].endswith("…")


async def test_nobody_is_told_of_a_conversation_that_is_gone_or_when_suspended(
    talk: Conversation, outside: Outside
) -> None:
    other = await build_chat.conversation(revealed=True)
    for opened in (talk, other):
        await build_chat.says(opened.worker_id, opened)
        await browser_of(opened.client_id, outside)
    await watch(real_now() + SOON)
    await delete(await User.get(id=talk.client_id), talk.id)
    await User.filter(id=other.client_id).update(status="suspended")
    await look(LATER)
    assert await events("push.wanted") == []
    assert [event["user_id"] for event in await events("conversation.unread")] == [str(other.worker_id)]


@pytest.mark.req("R-17")
async def test_two_workers_that_sweep_together_tell_once(talk: Conversation, outside: Outside) -> None:
    browser = await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk)
    now = real_now() + LATER
    await asyncio.gather(*[watch(now) for _ in range(4)])
    ready = list(await due(now))
    told = await asyncio.gather(*[tell_absent(ready, (), now) for _ in range(4)])
    assert sorted(told) == [(0, 0)] * 3 + [(1, 1)]
    await drain()
    assert len(await outside.pushes(browser)) == 1
    assert len(await mails(talk.client_id, outside)) == 1


async def test_a_sweep_that_fails_leaves_everything_to_the_next(
    talk: Conversation, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk)
    now = real_now() + SOON
    await watch(now)

    async def die_at_the_end(name: str, *values: Any) -> list[dict[str, Any]]:
        if name == "watches_decided":
            raise RuntimeError
        return await fetch(name, *values)

    with monkeypatch.context() as patched:
        patched.setattr(telling, "fetch", die_at_the_end)
        with pytest.raises(RuntimeError):
            await tell_absent(list(await due(now)), (), now)
    assert await events("push.wanted") == []
    assert await look() == (1, 0)


async def test_pages_and_latecomers_are_all_looked_at(
    talk: Conversation, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAGE", 2)
    others = [await build_chat.conversation(revealed=True) for _ in range(2)]
    for opened in (talk, *others):
        await build_chat.says(opened.worker_id, opened)
    now = real_now() + SOON
    assert await watch(now) == 5, "three clients, and two handymen who haven't read the answer"
    late = await build_chat.says(talk.client_id, talk, "Con retraso")
    await dated(late.id, timedelta(seconds=9))
    assert await watch(now) == 1
    assert await watch(now) == 0


async def test_the_loop_of_the_worker_does_all_of_it(talk: Conversation, outside: Outside) -> None:
    browser = await browser_of(talk.client_id, outside)
    row = await build_chat.says(talk.worker_id, talk)
    await dated(row.id, LATER)
    await look_back()
    assert await look_for_news() == 0
    assert await tell_who_is_away() == 1
    await drain()
    assert len(await outside.pushes(browser)) == 1
    assert len(await mails(talk.client_id, outside)) == 1
    assert not await OutboxRow.filter(done_at=None).exists()
